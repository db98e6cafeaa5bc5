import { setTimeout as pause } from 'node:timers/promises'
import type { Asked } from '../fault-proxy.ts'
import { effectNames } from '../proxy-effects.ts'
import { type FaultKind, patienceMs } from './fault.ts'

const asked: readonly (Asked | 'any')[] = [
  ...(['announce', 'part', 'part', 'commit', 'commit'] as const),
  ...(['whole', 'whole', 'feed', 'any'] as const),
]

/** What is asked only where an intake goes step by step. */
const stepwise: readonly (Asked | 'any')[] = ['announce', 'part', 'commit']

/** One request, or some in a row, meets a bad line or a hub that answers nonsense; or the cable is out for a while. */
export const net: FaultKind = {
  unable: () => null,
  draw: (chance) => {
    if (chance.next() < 0.12) {
      const afterMs = chance.between(0, 400)
      const forMs = chance.between(200, 3_000)
      return {
        label: `net cable out after ${afterMs} ms for ${forMs} ms`,
        during: async (world) => {
          await pause(afterMs)
          await world.line.cut()
          await pause(forMs)
          await world.line.open()
          return true
        },
      }
    }
    const trap = {
      asked: chance.of(asked),
      effect: chance.of(effectNames),
      nth: chance.between(1, 3),
      times: chance.next() < 0.6 ? 1 : chance.between(2, 5),
      measure: chance.between(0, 50_000),
    }
    return {
      label: `net ${trap.effect} at ${trap.asked} #${trap.nth}×${trap.times} (${trap.measure})`,
      before: (world) => {
        world.line.set(trap)
        if (stepwise.includes(trap.asked)) world.line.loseNextWhole()
      },
      during: (world) => world.line.sprung(patienceMs),
    }
  },
}
