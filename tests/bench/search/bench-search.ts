import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectPath } from '../../../build/project.ts'
import { appWithPage } from '../../support/app-with-page.ts'
import { writeBareTerminal } from '../../support/bare-terminal.ts'
import { Devtools } from '../devtools.ts'
import { type Bench, startElectron, withBench } from '../electron.ts'
import { countOf, median, rounded } from '../figures.ts'
import type { QuestionTimes } from './search-figures.ts'

/** More than a window takes in while intakes are kept. */
const usualIntakes = 50_000

async function measured(bench: Bench, count: number): Promise<readonly QuestionTimes[]> {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const folder = join(bench.folder, 'station')
  const profile = join(folder, 'profile')
  mkdirSync(profile, { recursive: true })
  const encryptionKey = { keyId: 'nobody', publicKey: { kty: 'EC' as const, crv: 'P-256' as const, x, y } }
  const { configPath } = await writeBareTerminal(folder, { url: 'http://127.0.0.1:9', encryptionKey })
  const appFolder = projectPath('out', 'bench', 'searching')
  await appWithPage(projectPath('tests', 'bench', 'search', 'page'), appFolder)
  console.error(`Storing ${count} intakes …`)
  const child = await startElectron(bench, { name: 'searching', appFolder, profile, configPath })
  const devtools = await Devtools.of(child)
  try {
    const page = await devtools.page()
    let times: unknown
    // The page may still be on its way from the empty document to its own.
    while (times === undefined) {
      times = await devtools.evaluate(page, `window.measure?.(${count})`)
      await sleep(100)
    }
    return times as readonly QuestionTimes[]
  } finally {
    await devtools.quit(child)
    await child.stop()
  }
}

/** Measures 查收件 in a full store, in the real Electron; see the README. */
export async function benchSearch(json: boolean, options: { readonly intakes?: string }): Promise<void> {
  const count = countOf(options.intakes, 'intakes', usualIntakes)
  const kinds = await withBench((bench) => measured(bench, count))
  const figures = kinds.map(({ kind, ms, found, blockedMs }) => ({
    kind,
    p50Ms: rounded(median(ms), 1),
    worstMs: rounded(Math.max(...ms), 1),
    blockedMs: rounded(blockedMs, 1),
    found,
  }))
  if (json) console.log(JSON.stringify({ intakes: count, kinds: figures }))
  else console.table(figures)
}
