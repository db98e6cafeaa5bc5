import { join } from 'node:path'
import { startChild } from '#build/process'
import type { ElectronRuntime } from '#build/runtime'
import type { Line, Traffic } from './line.ts'
import { watchMemory } from './memory.ts'
import { type PageReport, reportMark } from './work.ts'

const longestPhaseMs = 20 * 60_000

/** What one engine did. */
export interface Measured {
  readonly savesMs: readonly number[]
  readonly drainMs: number
  readonly traffic: Traffic
  readonly peakMB: number | null
}

/** What is to be run: an app's folder with its page's task in place, a fresh profile, and the port of its server. */
export interface Run {
  readonly name: string
  readonly electron: ElectronRuntime
  readonly env: NodeJS.ProcessEnv
  readonly appFolder: string
  readonly folder: string
  readonly switches: readonly string[]
  readonly line: Line
}

const lineOf = (phase: PageReport['phase']): RegExp =>
  new RegExp(`(?:${reportMark}(\\{"phase":"(?:${phase}|failed)".*\\})", source|"(Uncaught .*)")`)

function parsed(match: RegExpMatchArray): PageReport {
  const said = JSON.parse(match[1] ?? JSON.stringify({ phase: 'failed', reason: match[2] })) as PageReport
  if (said.phase === 'failed') throw new Error(said.reason)
  return said
}

/** Starts Electron on a page, opens the line when the page has stored all, and waits until all is confirmed. */
export async function runElectron(run: Run): Promise<Measured> {
  const { name, electron, env, appFolder, folder, switches, line } = run
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = await startChild({
    name,
    command: electron.executablePath,
    args: [
      appFolder,
      `--user-data-dir=${join(folder, 'profile')}`,
      '--enable-logging=stderr',
      ...root,
      ...switches,
    ],
    env,
    logFile: join(folder, 'electron.log'),
  })
  try {
    const peakOf = watchMemory(child.pid)
    const stored = parsed(await child.line(lineOf('stored'), longestPhaseMs))
    const drained = child.line(lineOf('drained'), longestPhaseMs)
    const openedAt = performance.now()
    await line.open()
    parsed(await drained)
    const drainMs = performance.now() - openedAt
    return {
      savesMs: stored.phase === 'stored' ? stored.savesMs : [],
      drainMs,
      traffic: line.traffic,
      peakMB: peakOf(),
    }
  } finally {
    await child.stop()
    await line.close()
  }
}
