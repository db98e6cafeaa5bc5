import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { buildApp } from '#build/app'
import { projectRoot } from '../../../build/project.ts'
import { writeBareTerminal } from '../../support/bare-terminal.ts'
import { Devtools, inspectSwitch } from '../devtools.ts'
import { type Bench, startElectron, withBench } from '../electron.ts'
import { countOf } from '../figures.ts'
import { PageDriver } from '../page-driver.ts'
import { startHub } from '../server.ts'
import { privateMegabytes } from '../sync/memory.ts'
import { firstMeasured, soakFigures } from './soak-figures.ts'
import { visit } from './visit.ts'

const usualVisits = 500
/** Between two measurements on the way, told on the console only. */
const tellEvery = 50
const quietMs = 3_000

/** Private memory of the terminal's processes when nothing is going on and what is garbage is gone. */
async function memoryAtRest(devtools: Devtools, main: Devtools, pid: number): Promise<Map<string, number>> {
  await sleep(quietMs)
  await main.collectGarbage()
  for (const session of [...devtools.sessions('page'), ...devtools.sessions('worker')])
    await devtools.collectGarbage(session)
  await sleep(quietMs)
  return privateMegabytes(pid)
}

const sumOf = (megabytes: ReadonlyMap<string, number>): number =>
  [...megabytes.values()].reduce((sum, one) => sum + one, 0)

function told(megabytes: ReadonlyMap<string, number>): string {
  const each = [...megabytes].map(([role, one]) => `${role} ${one.toFixed(1)}`)
  return `${sumOf(megabytes).toFixed(1)} MB (${each.join(', ')})`
}

async function soak(bench: Bench, visits: number): Promise<{ at50: number; atEnd: number }> {
  const hub = await startHub(bench.folder)
  const { configPath } = await writeBareTerminal(bench.folder, {
    url: `http://127.0.0.1:${hub.port}`,
    encryptionKey: hub.encryptionKey,
  })
  const profile = join(bench.folder, 'profile')
  const terminal = await startElectron(bench, {
    name: 'terminal',
    appFolder: projectRoot,
    profile,
    configPath,
    switches: [inspectSwitch],
  })
  try {
    const main = await Devtools.mainOf(terminal)
    const devtools = await Devtools.of(terminal)
    const page = new PageDriver(devtools, await devtools.page())
    let [at50, atEnd] = [new Map<string, number>(), new Map<string, number>()]
    for (let number = 1; number <= visits; number += 1) {
      await visit(page, number)
      if (number % tellEvery !== 0 && number !== visits) continue
      atEnd = await memoryAtRest(devtools, main, terminal.pid)
      if (number === firstMeasured) at50 = atEnd
      console.error(`${number} visits: ${told(atEnd)}`)
    }
    main.close()
    await devtools.quit(terminal)
    return { at50: sumOf(at50), atEnd: sumOf(atEnd) }
  } finally {
    await terminal.stop()
    await hub.stop()
  }
}

const { values } = parseArgs({
  options: { visits: { type: 'string' }, json: { type: 'boolean', default: false } },
})
const visits = countOf(values.visits, 'visits', usualVisits)
if (visits <= firstMeasured) throw new RangeError(`--visits wants more than ${firstMeasured}`)
await buildApp({ log: (line) => console.error(line) })
const { at50, atEnd } = await withBench((bench) => soak(bench, visits))
const figures = soakFigures(visits, at50, atEnd)
if (values.json) console.log(JSON.stringify(figures))
else console.table(figures)
