import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { resolveElectron } from '#build/runtime'
import { hasDisplay, onDisplay, openVirtualDisplay } from '#build/start'
import { projectPath } from '../../build/project.ts'
import { appWithPage } from '../support/app-with-page.ts'
import { faultKinds, type FaultName, shares } from './faults/index.ts'
import { Chance } from './random.ts'
import { runFault } from './run-fault.ts'
import { makeWorld, type World } from './world.ts'

const usage = `Usage: npm run fault -- [--seed S] [--runs N] [--first K] [--only KIND,…] [--keep] [--json]
  --seed   which faults: the same seed draws the same ones (default 1)
  --runs   how many (default 50)
  --first  begins with the K-th run of the seed (default 0)
  --only   ${Object.keys(faultKinds).join(', ')}
  --keep   leaves the last world's folder, and says where
  --json   ends with one line for machines`

const names = Object.keys(faultKinds) as FaultName[]
/** A world grows with its intakes; after so many runs it is replaced. */
const runsAWorld = 60

function options() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '50' },
      first: { type: 'string', default: '0' },
      only: { type: 'string' },
      keep: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const [seed, runs, first] = [values.seed, values.runs, values.first].map(Number) as [number, number, number]
  const only = (values.only?.split(',') ?? names) as FaultName[]
  const right =
    [seed, runs, first].every((value) => Number.isInteger(value) && value >= 0) &&
    only.every((name) => names.includes(name))
  if (!right) throw new RangeError(usage)
  return { seed, runs, first, only, keep: values.keep, json: values.json }
}

/** The kinds that are asked for and possible, each as often as its share; and why others are not. */
function drawable(only: readonly FaultName[]): { pool: FaultName[]; skipped: Record<string, string> } {
  const skipped: Record<string, string> = {}
  const pool = only.flatMap((name) => {
    const reason = faultKinds[name].unable()
    if (reason !== null) skipped[name] = reason
    return reason === null ? Array<FaultName>(shares[name]).fill(name) : []
  })
  return { pool, skipped }
}

async function run(): Promise<void> {
  const { seed, runs, first, only, keep, json } = options()
  const { pool, skipped } = drawable(only)
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-fault-'))
  const appFolder = join(folder, 'app')
  await appWithPage(projectPath('tests', 'fault', 'page'), appFolder)
  const electron = await resolveElectron()
  const screen = hasDisplay() ? null : await openVirtualDisplay(join(folder, 'display.log'))
  const env = screen === null ? process.env : onDisplay(screen.display)
  const sum = { runs: 0, lost: 0, doubled: 0, torn: 0, undrained: 0 }
  let world: World | null = null
  let known = new Set<string>()
  let inWorld = 0
  try {
    for (let index = first; index < first + runs && pool.length > 0; index++) {
      if (world === null) {
        world = await makeWorld({ electron, env, appFolder, folder: join(folder, `world-${index}`) })
        known = new Set()
        inWorld = 0
      }
      const chance = new Chance(seed, index)
      const fault = faultKinds[chance.of(pool)].draw(chance)
      const startedAt = performance.now()
      const outcome = await runFault(world, fault, chance, known)
      const bad = [...outcome.lost, ...outcome.doubled, ...outcome.torn].length > 0 || outcome.undrained
      sum.runs += 1
      sum.lost += outcome.lost.length
      sum.doubled += outcome.doubled.length
      sum.torn += outcome.torn.length
      sum.undrained += outcome.undrained ? 1 : 0
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
      const refused = world.terminal.refusals.splice(0)
      const notes = [...new Set([...refused, ...outcome.failures])].join(' ')
      console.error(
        `${index} ${bad ? 'BAD' : outcome.struck ? 'ok' : 'missed'} ${seconds} s, ${world.terminal.acknowledged.size} confirmed: ${fault.label} ${notes}`,
      )
      if (bad) console.error(JSON.stringify(outcome))
      if (bad && keep) break
      inWorld += 1
      // What one run broke must not be told again by the next.
      if (bad || inWorld >= runsAWorld) {
        await world.remove()
        world = null
      }
    }
  } finally {
    await world?.remove()
    await screen?.stop()
    if (keep) console.error(folder)
    else rmSync(folder, { recursive: true, force: true })
  }
  const { lost, doubled, torn, undrained } = sum
  const promised = lost + doubled + torn + undrained === 0
  if (json) console.log(JSON.stringify({ ...sum, skipped }))
  else console.log(promised ? `${sum.runs} faults, nothing lost` : `broken: ${JSON.stringify(sum)}`)
  process.exitCode = promised ? 0 : 1
}

run().catch((error: unknown) => {
  console.error(error instanceof RangeError ? error.message : error)
  process.exitCode = 2
})
