import { setTimeout as pause } from 'node:timers/promises'
import { isStepwise, type Moment } from '../moments.ts'
import { type FaultKind, patienceMs } from './fault.ts'

const points: readonly Moment[] = [
  'announce-asked',
  'announce-answered',
  'part-asked',
  'part-answered',
  'commit-asked',
  'commit-asked',
  'commit-asked',
  'commit-answered',
  'whole-asked',
  'whole-asked',
  'whole-asked',
  'whole-answered',
  'feed-answered',
]

/** The hub is killed, ended or frozen at a point of an intake's way, and comes back on the same data. */
export const hub: FaultKind = {
  unable: () => null,
  draw: (chance) => {
    const how = chance.of(['killed', 'killed', 'ended', 'frozen'] as const)
    const point = chance.of(points)
    const times = chance.between(1, 2)
    // Between the request's coming and its answer lie files, rows and the transaction: any of them may be the last.
    const delayMs = chance.between(0, 60)
    const frozenMs = chance.between(300, 3_000)
    return {
      label: `hub ${how} at ${point} #${times} + ${delayMs} ms`,
      before: (world) => {
        if (isStepwise(point)) world.line.loseNextWhole()
      },
      during: async (world) => {
        const came = await world.moments.reached(point, times, patienceMs)
        await pause(delayMs)
        if (how === 'killed') await world.hub.kill()
        else if (how === 'ended') await world.hub.stop()
        else {
          world.hub.freeze(true)
          await pause(frozenMs)
          world.hub.freeze(false)
        }
        return came
      },
    }
  },
}
