import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Child, startChild } from '#build/process'
import { type ElectronRuntime, resolveElectron } from '#build/runtime'
import { hasDisplay, onDisplay, openVirtualDisplay } from '#build/start'
import { devtoolsSwitch } from './devtools.ts'

/** What all Electrons of a bench share. */
export interface Bench {
  readonly electron: ElectronRuntime
  /** Environment of Electron, with a screen. */
  readonly env: NodeJS.ProcessEnv
  /** Gone when the bench has ended. */
  readonly folder: string
}

/** An app and the profile that it is started on. */
export interface Start {
  readonly name: string
  readonly appFolder: string
  readonly profile: string
  /** The terminal's `terminal.yaml`. */
  readonly configPath?: string
  /** Further switches. */
  readonly switches?: readonly string[]
}

/** Runs a bench with the runtime, a screen (a virtual one where there is none) and a folder of its own. */
export async function withBench<T>(work: (bench: Bench) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-bench-'))
  const screen = hasDisplay() ? null : await openVirtualDisplay(join(folder, 'xvfb.log'))
  try {
    const env = screen === null ? process.env : onDisplay(screen.display)
    return await work({ electron: await resolveElectron(), env, folder })
  } finally {
    await screen?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Starts Electron on an app so that `Devtools.of` can reach it. */
export function startElectron(
  bench: Bench,
  { name, appFolder, profile, configPath, switches = [] }: Start,
): Promise<Child> {
  return startChild({
    name,
    command: bench.electron.executablePath,
    args: [
      ...switches,
      appFolder,
      `--user-data-dir=${profile}`,
      devtoolsSwitch,
      ...(configPath === undefined ? [] : [`--config=${configPath}`]),
      // Chromium refuses to run as root with its sandbox.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    env: bench.env,
    logFile: join(bench.folder, `${name}.log`),
  })
}
