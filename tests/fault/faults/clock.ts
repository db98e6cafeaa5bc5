import { setTimeout as pause } from 'node:timers/promises'
import { whyNoWrongClock } from '../wrong-clock.ts'
import type { FaultKind } from './fault.ts'

const hour = 3_600
const offsets = [-400 * 24 * hour, -24 * hour, -hour, -300, 300, hour, 24 * hour, 400 * 24 * hour]

/** The terminal's clock is wrong, jumps while intakes are taken in, and is put right in the end. */
export const clock: FaultKind = {
  unable: whyNoWrongClock,
  draw: (chance) => {
    const first = chance.next() < 0.4 ? 0 : chance.of(offsets)
    const second = chance.of(offsets)
    const afterMs = chance.between(0, 1_500)
    const restarted = chance.next() < 0.5
    return {
      label: `clock at ${first} s, after ${afterMs} ms at ${second} s${restarted ? ', started anew when put right' : ''}`,
      before: async (world) => {
        await world.terminal.kill()
        world.clock?.set(first)
        await world.terminal.start(world.clock?.environment)
      },
      during: async (world) => {
        const came = await world.moments.reached('submitting', 1, 15_000)
        await pause(afterMs)
        world.clock?.set(second)
        await pause(1_500)
        return came
      },
      mend: async (world) => {
        world.clock?.set(0)
        if (restarted) await world.terminal.kill()
      },
    }
  },
}
