import { setTimeout as pause } from 'node:timers/promises'
import { whyNoBlockDisk } from '../block-disk.ts'
import { moments } from '../moments.ts'
import { type FaultKind, patienceMs } from './fault.ts'

/** The power goes: the disk keeps what was given to it, and no more. */
export const power: FaultKind = {
  unable: whyNoBlockDisk,
  draw: (chance) => {
    const point = chance.of(moments)
    const times = chance.between(1, 2)
    const delayMs = chance.next() < 0.5 ? 0 : chance.between(0, 60)
    return {
      label: `power lost at ${point} #${times} + ${delayMs} ms`,
      during: async (world) => {
        const came = await world.moments.reached(point, times, patienceMs)
        if (delayMs > 0) await pause(delayMs)
        // Nobody writes while the image is copied: the copy is of one moment.
        world.terminal.signal('SIGSTOP')
        await world.disk?.losePower(() => world.terminal.kill())
        return came
      },
    }
  },
}
