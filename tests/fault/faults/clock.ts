import { existsSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { World } from '../world.ts'
import type { FaultKind } from './fault.ts'

const libraries = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map(
  (machine) => `/usr/lib/${machine}/faketime/libfaketimeMT.so.1`,
)
const hour = 3_600
const offsets = [-400 * 24 * hour, -24 * hour, -hour, -300, 300, hour, 24 * hour, 400 * 24 * hour]

/** What the terminal's clock shows, against the true one. */
function setClock(world: World, seconds: number): string {
  const path = join(dirname(world.hub.keysFolder), '..', 'terminal-clock')
  writeFileSync(path, `${seconds >= 0 ? '+' : ''}${seconds}s`)
  return path
}

/** The machine's clock is wrong, jumps while intakes are taken in, and is put right in the end. */
export const clock: FaultKind = {
  unable: () =>
    libraries.some((path) => existsSync(path)) ? null : 'libfaketime is not installed (Debian: faketime)',
  draw: (chance) => {
    const first = chance.next() < 0.4 ? 0 : chance.of(offsets)
    const second = chance.of(offsets)
    const afterMs = chance.between(300, 2_000)
    return {
      label: `clock at ${first} s, after ${afterMs} ms at ${second} s`,
      before: async (world) => {
        await world.terminal.stop()
        await world.terminal.start({
          LD_PRELOAD: libraries.find((path) => existsSync(path)),
          FAKETIME_TIMESTAMP_FILE: setClock(world, first),
          FAKETIME_CACHE_DURATION: '1',
          FAKETIME_DONT_FAKE_MONOTONIC: '1',
          FAKETIME_DONT_RESET: '1',
        })
      },
      during: async (world) => {
        await pause(afterMs)
        setClock(world, second)
        await pause(2_500)
        return true
      },
      mend: async (world) => {
        setClock(world, 0)
        await world.terminal.stop()
      },
    }
  },
}
