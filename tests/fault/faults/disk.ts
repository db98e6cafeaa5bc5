import { setTimeout as pause } from 'node:timers/promises'
import { whyNoBlockDisk } from '../block-disk.ts'
import { moments } from '../moments.ts'
import { type FaultKind, patienceMs } from './fault.ts'

const kilobyte = 1024

/** Another program takes the room on the disk: before the work, or in its midst; the terminal may be killed then. */
export const disk: FaultKind = {
  unable: whyNoBlockDisk,
  draw: (chance) => {
    const leave = chance.of([0, 0, 16, 200, 1_000, 3_000]) * kilobyte
    const point = chance.next() < 0.5 ? null : chance.of(moments)
    const killed = chance.next() < 0.5
    const startedFull = killed && chance.next() < 0.5
    return {
      label: `disk full but for ${leave / kilobyte} KB ${point === null ? 'before' : `at ${point}`}${killed ? ', then killed' : ''}${startedFull ? ' and started full' : ''}`,
      before: (world) => {
        if (point === null) world.disk?.fill(leave)
      },
      during: async (world) => {
        let came = true
        if (point !== null) {
          came = await world.moments.reached(point, 1, patienceMs)
          world.disk?.fill(leave)
        }
        await pause(1_000)
        if (!killed) return came
        await world.terminal.kill()
        if (!startedFull) return came
        await world.terminal.start()
        await pause(2_000)
        await world.terminal.kill()
        return came
      },
      mend: (world) => world.disk?.free(),
    }
  },
}
