import { installCommand } from './debian-packages.ts'

/** What there is to know about the machine before anything is installed. */
export interface Machine {
  platform: NodeJS.Platform
  /** dpkg-query is here. */
  debian: boolean
  /** Packages that are not installed; empty where there is no dpkg. */
  missing: readonly string[]
  /** Programs of those packages that are not on the PATH (asked where there is no dpkg). */
  missingPrograms: readonly string[]
  root: boolean
  /** sudo works without asking for a password. */
  sudo: boolean
}

export type SetupPlan =
  | { step: 'nothing' }
  | { step: 'install'; prefix: readonly string[]; packages: readonly string[] }
  /** `fatal`: without it neither start nor test can go on. */
  | { step: 'tell'; sentence: string; fatal: boolean }

/** Decides what set-up does on this machine. */
export function planSetup(machine: Machine): SetupPlan {
  if (machine.platform !== 'linux') return { step: 'nothing' }
  if (!machine.debian) {
    if (machine.missingPrograms.length === 0) return { step: 'nothing' }
    return {
      step: 'tell',
      fatal: true,
      sentence:
        `This Linux has no dpkg, so nothing was installed. Please install these programs: ` +
        `${machine.missingPrograms.join(', ')}; and with them GTK 3, NSS, ALSA, GBM, CUPS and a Chinese font ` +
        `(Noto Sans CJK).`,
    }
  }
  const { missing } = machine
  if (missing.length === 0) return { step: 'nothing' }
  if (machine.root) return { step: 'install', prefix: [], packages: missing }
  if (machine.sudo) return { step: 'install', prefix: ['sudo', '-n'], packages: missing }
  return {
    step: 'tell',
    fatal: true,
    sentence: `Some Debian packages are missing. Please run this, then start again:\n  ${installCommand(missing)}`,
  }
}
