import { formText, type PageTask, report, scanOf, timeEach } from '../work.ts'
import type { OpenEngine, PeerIntake } from './engine.ts'
import { openPouchdb } from './pouchdb.ts'
import { openFsyncedPut, openNaiveLoop } from './raw-send.ts'
import { openStrictPut, openTwoCopies } from './raw-store.ts'
import { openRxdb } from './rxdb.ts'

declare global {
  interface Window {
    /** Put there by the peers' shell. */
    readonly peerShell: {
      writeFile(name: string, chunks: readonly Uint8Array[]): Promise<void>
    }
  }
}

const engines: Readonly<Record<string, OpenEngine>> = {
  'strict-put': openStrictPut,
  'two-copies': openTwoCopies,
  'fsynced-put': openFsyncedPut,
  naive: openNaiveLoop,
  rxdb: openRxdb,
  pouchdb: openPouchdb,
}

async function lineIsThere(url: string): Promise<void> {
  for (;;) {
    const answers = await fetch(url).then(
      () => true,
      () => false,
    )
    if (answers) return
    await new Promise((next) => setTimeout(next, 20))
  }
}

async function run(): Promise<void> {
  const { engine: name, work, url } = (await (await fetch('./bench.json')).json()) as PageTask
  const open = engines[name]
  if (open === undefined) throw new Error(`there is no engine ${name}`)
  const engine = await open(work)
  const intakes = Array.from({ length: work.intakes }, (): PeerIntake => ({
    id: crypto.randomUUID(),
    form: formText(work.formBytes),
    scans: Array.from({ length: work.scans }, () => scanOf(work.scanBytes)),
  }))
  const { keep, drain } = engine
  const savesMs =
    keep === undefined ? [] : await timeEach(intakes.length, (index) => keep(intakes[index] as PeerIntake))
  report({ phase: 'stored', savesMs })
  if (drain !== undefined) {
    await lineIsThere(url)
    await drain(url, intakes)
  }
  report({ phase: 'drained' })
}

run().catch((error: unknown) => {
  report({ phase: 'failed', reason: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' })
})
