import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { PlainError } from '../plain-error.ts'
import { missingPackages } from './debian-packages.ts'
import { planSetup, type Machine } from './plan.ts'

const neededPrograms = ['Xvfb', 'socat', 'scanimage']

/**
 * Installs what is missing where this process may, and is done in milliseconds where nothing is.
 *
 * @throws PlainError with one clear sentence where it may not, or where apt-get failed
 */
export function setUp(log: (line: string) => void = console.log): void {
  const plan = planSetup(thisMachine())
  if (plan.step === 'nothing') return
  if (plan.step === 'tell') {
    if (plan.fatal) throw new PlainError(plan.sentence)
    log(plan.sentence)
    return
  }
  log(`Installing Debian packages: ${plan.packages.join(' ')}`)
  apt(plan.prefix, ['update', '-qq'])
  apt(plan.prefix, ['install', '-y', '-qq', '--no-install-recommends', ...plan.packages])
  const still = missingPackages(plan.packages)
  if (still.length > 0) throw new PlainError(`apt-get did not install: ${still.join(' ')}`)
  log('Debian packages are installed.')
}

function thisMachine(): Machine {
  const linux = process.platform === 'linux'
  const debian = linux && spawnSync('dpkg-query', ['--version'], { stdio: 'ignore' }).status === 0
  const missing = debian ? missingPackages() : []
  const root = process.getuid?.() === 0
  return {
    platform: process.platform,
    debian,
    missing,
    missingPrograms: linux && !debian ? neededPrograms.filter((program) => !onPath(program)) : [],
    root,
    sudo: missing.length > 0 && !root && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0,
  }
}

function onPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

function apt(prefix: readonly string[], args: readonly string[]): void {
  const [command = 'apt-get', ...rest] = [
    ...prefix,
    // sudo drops the environment, so the settings travel as arguments.
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'NEEDRESTART_SUSPEND=1',
    'apt-get',
    '-o',
    'Dpkg::Use-Pty=0',
    '-o',
    'DPkg::Lock::Timeout=120',
    ...args,
  ]
  const done = spawnSync(command, rest, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (done.status !== 0) throw new PlainError(`apt-get ${args[0]} failed; its message is above.`)
}
