import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resolveElectron } from '#build/runtime'
import { hasDisplay, onDisplay, openVirtualDisplay } from '#build/start'
import { peerApp, terminalApp } from './app-folders.ts'
import type { Measured } from './electron-run.ts'
import { type Bench, runPeer, runTerminal } from './engines.ts'
import { installPeers } from './peers-folder.ts'
import { payloadBytes, type Work, workOf } from './work.ts'

/** What a confirmation means, at the page and at the server. */
const durability = {
  'strict-put': 'one strict IndexedDB transaction, in clear',
  'two-copies': 'fsynced file, then strict IndexedDB transaction, in clear',
  'fsynced-put': 'nothing kept; server: fsynced file and folder a PUT',
  terminal:
    'encrypted, signed, fsynced packet and strict transaction; hub: fsynced files and rows, split into cases',
  naive: 'IndexedDB default (relaxed); server: fsynced file a POST',
  rxdb: 'IndexedDB default (relaxed) by Dexie; server: fsynced file a batch of 5',
  pouchdb: 'IndexedDB default (relaxed); server: LevelDB without fsync',
} as const
type Engine = keyof typeof durability

interface Row {
  readonly engine: Engine
  readonly storedPerS: number | null
  readonly drainedPerS: number | null
  /** Bytes on the wire in both directions ÷ payload. */
  readonly wireOverhead: number | null
  readonly requestsPerIntake: number | null
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly peakMB: number | null
  readonly durability: string
}

const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits))

function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  return rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
}

const sends = (engine: Engine): boolean => engine !== 'strict-put' && engine !== 'two-copies'

function rowOf(engine: Engine, { savesMs, drainMs, traffic, peakMB }: Measured, work: Work): Row {
  const storedMs = savesMs.reduce((sum, one) => sum + one, 0)
  return {
    engine,
    storedPerS: storedMs === 0 ? null : rounded((savesMs.length / storedMs) * 1_000),
    drainedPerS: sends(engine) ? rounded((work.intakes / drainMs) * 1_000) : null,
    wireOverhead: sends(engine) ? rounded(traffic.bytes / payloadBytes(work), 4) : null,
    requestsPerIntake: sends(engine) ? rounded(traffic.requests / work.intakes, 1) : null,
    p50Ms: quantile(savesMs, 0.5),
    p99Ms: quantile(savesMs, 0.99),
    peakMB,
    durability: durability[engine],
  }
}

function ratiosOf(rows: readonly Row[]): { store: number; storeTwoCopy: number; drain: number } {
  const of = (engine: Engine) => rows.find((row) => row.engine === engine)
  const ratio = (ours: number | null | undefined, floor: number | null | undefined) =>
    rounded((ours ?? 0) / (floor ?? Infinity), 3)
  const terminal = of('terminal')
  return {
    store: ratio(terminal?.storedPerS, of('strict-put')?.storedPerS),
    storeTwoCopy: ratio(terminal?.storedPerS, of('two-copies')?.storedPerS),
    drain: ratio(terminal?.drainedPerS, of('fsynced-put')?.drainedPerS),
  }
}

/** 收件与同步: the terminal beside its floors and its peers, one after the other on the same machine and disk. */
export async function benchSync(
  json: boolean,
  options: { intakes?: string; only?: string } = {},
): Promise<void> {
  const intakes = Number(options.intakes ?? 60)
  if (!Number.isInteger(intakes) || intakes < 1)
    throw new RangeError('--intakes wants a whole number above 0')
  const work = workOf(intakes)
  const engines = (Object.keys(durability) as Engine[]).filter(
    (engine) => options.only === undefined || options.only.split(',').includes(engine),
  )
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-bench-'))
  const screen = hasDisplay() ? null : await openVirtualDisplay(join(folder, 'xvfb.log'))
  try {
    const peers = installPeers()
    const bench: Bench = {
      electron: await resolveElectron(),
      env: screen === null ? process.env : onDisplay(screen.display),
      work,
      terminalApp: await terminalApp(),
      peerApp: await peerApp(peers),
      peers,
      folderOf: (engine) => {
        const own = join(folder, engine)
        mkdirSync(own, { recursive: true })
        return own
      },
    }
    const rows: Row[] = []
    for (const engine of engines) {
      console.error(`${engine} …`)
      const measured = engine === 'terminal' ? await runTerminal(bench) : await runPeer(bench, engine)
      rows.push(rowOf(engine, measured, work))
      rmSync(join(folder, engine), { recursive: true, force: true })
    }
    const ratios = ratiosOf(rows)
    if (json) console.log(JSON.stringify({ rows, ratios }))
    else {
      console.table(rows.map(({ durability: _, ...figures }) => figures))
      console.table(ratios)
    }
  } finally {
    await screen?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
