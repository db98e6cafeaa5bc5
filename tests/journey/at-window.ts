import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Hall, startHall } from '#build/hall'
import { resolveElectron } from '#build/runtime'
import { test } from '@playwright/test'
import { Terminal } from './terminal.ts'

/** The hall and the terminal of one group of tests; there once the group has begun. */
export interface AtWindow {
  readonly hall: Hall
  readonly terminal: Terminal
}

/**
 * A hall of its own, and a terminal in it that is not started yet, for the group of tests around the call; both are
 * gone when the group has ended. Its pictures stay in `out/test/shots/NAME`.
 * @param options as {@link Terminal} takes them; screens are looked at with axe unless `inspect` is false; `everyDevice`
 *   as the hall takes it
 */
export function atWindow(
  name: string,
  {
    everyDevice,
    ...options
  }: { inspect?: boolean; switches?: readonly string[]; everyDevice?: boolean } = {},
): AtWindow {
  let opened: AtWindow | null = null
  const demand = (): AtWindow => {
    if (opened === null) throw new Error('the hall is not open')
    return opened
  }
  test.beforeAll(async () => {
    const dir = mkdtempSync(join(tmpdir(), `yichuang-${name}-`))
    const hall = await startHall({ dir, fresh: true, quiet: true, everyDevice })
    const shots = resolve('out/test/shots', name)
    const terminal = new Terminal(hall, await resolveElectron(), shots, { inspect: true, ...options })
    opened = { hall, terminal }
  })
  test.afterAll(async () => {
    if (opened === null) return
    const { hall, terminal } = opened
    await terminal.close()
    await hall.stop()
    await rm(hall.dir, { recursive: true, force: true })
  })
  return {
    get hall() {
      return demand().hall
    },
    get terminal() {
      return demand().terminal
    },
  }
}
