import type { Hall } from '../hall/index.ts'
import { startChild, type Child } from '../process/index.ts'
import { projectRoot } from '../project.ts'
import type { ElectronRuntime } from '../runtime/index.ts'

export interface TerminalOptions {
  electron: ElectronRuntime
  /** The hall that the terminal stands in; only its two paths are used. */
  hall: Pick<Hall, 'configPath' | 'profileDir'>
  /** Whole environment of the terminal; this process's own if absent. */
  env?: NodeJS.ProcessEnv
  /** Where {@link launchTerminal} puts the terminal's output; this console if absent. */
  logFile?: string
  /** Further switches. */
  switches?: readonly string[]
}

/** Arguments of the Electron executable: the app's folder, then switches. */
export function terminalArguments({
  hall,
  switches = [],
}: Pick<TerminalOptions, 'hall' | 'switches'>): string[] {
  return [
    projectRoot,
    `--config=${hall.configPath}`,
    `--user-data-dir=${hall.profileDir}`,
    // Chromium refuses to run as root with its sandbox.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...switches,
  ]
}

/** What Playwright's `_electron.launch` takes, with the arguments of {@link launchTerminal}. */
export interface ElectronLaunchOptions {
  executablePath: string
  args: string[]
  cwd: string
  env: Record<string, string>
}

/** The terminal for Playwright: `_electron.launch(electronLaunchOptions({ electron, hall }))`. */
export function electronLaunchOptions(options: TerminalOptions): ElectronLaunchOptions {
  return {
    executablePath: options.electron.executablePath,
    args: terminalArguments(options),
    cwd: projectRoot,
    env: terminalEnvironment(options.env ?? process.env),
  }
}

/**
 * Starts the terminal as a person would, without Playwright.
 *
 * @throws when the executable cannot be started
 */
export function launchTerminal(options: TerminalOptions): Promise<Child> {
  return startChild({
    name: 'terminal',
    command: options.electron.executablePath,
    args: terminalArguments(options),
    cwd: projectRoot,
    env: terminalEnvironment(options.env ?? process.env),
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
  })
}

/** Node's own settings would change Electron's Node; Playwright wants no undefined values. */
function terminalEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !['NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE'].includes(entry[0]),
  )
  return Object.fromEntries(kept)
}
