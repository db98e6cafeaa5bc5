import type { Fault } from './faults/index.ts'
import { judge, type Verdict } from './judge.ts'
import type { Chance } from './random.ts'
import type { World } from './world.ts'

/** How long the work may take while the fault is there: a part of it never ends, and need not. */
const faultyWorkMs = 8_000
/** How long all may take to arrive once everything is mended. */
const drainMs = 90_000

export interface Outcome extends Verdict {
  readonly undrained: boolean
  /** False when the moment of the fault did not come: nothing was tried then. */
  readonly struck: boolean
  /** What the page said when it could not go on. */
  readonly failures: readonly string[]
}

/** Work under a fault, everything mended, and the hub's shelves compared with what the screen confirmed. */
export async function runFault(
  world: World,
  fault: Fault,
  chance: Chance,
  known: Set<string>,
): Promise<Outcome> {
  const { terminal, line, hub } = world
  const work = {
    intakes: chance.between(1, 4),
    scans: chance.between(2, 4),
    scanBytes: chance.of([2_000, 60_000, 300_000]),
    hurry: chance.next() < 0.5,
  }
  const hurried = chance.next() < 0.5
  if (!terminal.running) await terminal.start()
  await fault.before?.(world)
  const harm = fault.during(world)
  const order = terminal.order(work)
  const struck = await harm
  if (terminal.running) await terminal.reached('done', order, faultyWorkMs)
  if (terminal.running && !work.hurry) await terminal.reached('settled', order, faultyWorkMs / 4)
  await fault.mend?.(world)
  line.set(null)
  await line.open()
  if (!hub.running) {
    await hub.start()
    line.hubPort = hub.port
  }
  const failures: string[] = []
  const settled = await settle(world, () => terminal.order({ ...work, intakes: 0, hurry: hurried }), failures)
  const verdict = await judge(world, known)
  return { ...verdict, struck, undrained: !settled, failures }
}

/** Waits until nothing waits any more. A page that says that it cannot go on is started anew, as the program then does. */
async function settle({ terminal }: World, order: () => number, failures: string[]): Promise<boolean> {
  for (let starts = 0; starts < 3; starts++) {
    const heard = terminal.failures.splice(0)
    failures.push(...heard)
    if (heard.length > 0) await terminal.kill()
    if (!terminal.running) await terminal.start()
    if (await terminal.reached('settled', order(), drainMs)) return true
    if (terminal.failures.length === 0) return false
  }
  return false
}
