import { setTimeout as pause } from 'node:timers/promises'
import { isStepwise, type Moment, moments } from '../moments.ts'
import { type FaultKind, patienceMs } from './fault.ts'

const victims = ['program', 'program', 'program', 'page', 'helpers'] as const

/** kill -9 at a named point, of the whole program, of its page, or of Chromium's own helper processes. */
export const kill: FaultKind = {
  unable: () => (process.platform === 'linux' ? null : 'processes are found by /proc, which is Linux only'),
  draw: (chance) => {
    const offline = chance.next() < 0.3
    const local: readonly Moment[] = ['submitting', 'packet-begun', 'packet-named', 'acknowledged']
    const point = chance.of(offline ? local : moments)
    const times = chance.between(1, point === 'part-asked' || point === 'part-answered' ? 4 : 2)
    const delayMs = chance.next() < 0.5 ? 0 : chance.between(0, 40)
    const victim = chance.of(victims)
    const again = victim === 'program' && chance.next() < 0.3 ? chance.between(100, 1_500) : null
    return {
      label: `kill ${victim} at ${point} #${times} + ${delayMs} ms${offline ? ', offline' : ''}${again === null ? '' : `, and ${again} ms into the next start`}`,
      before: async (world) => {
        if (offline) await world.line.cut()
        if (isStepwise(point)) world.line.loseNextWhole()
      },
      during: async (world) => {
        const came = await world.moments.reached(point, times, patienceMs)
        if (delayMs > 0) await pause(delayMs)
        if (victim === 'page') world.terminal.signal('SIGKILL', /--type=renderer/)
        else if (victim === 'helpers') world.terminal.signal('SIGKILL', /--type=(?:utility|gpu-process)/)
        else await world.terminal.kill()
        if (again === null) return came
        await world.terminal.start()
        await pause(again)
        await world.terminal.kill()
        return came
      },
    }
  },
}
