import { describe, expect, it } from 'vitest'
import type { ScanPlace } from '#sync/store'
import { FakeClock } from '../../sync/engine/fake-clock.test-support.ts'
import type { KeyProgress } from './intake-desk.ts'
import { KeptRewritten } from './keep-rewritten.ts'

/** A store of three steps; each scan finds as many rows as the next number says, in its second step. */
function storeWith(finds: number[], options: { indexed?: () => boolean; fails?: () => boolean } = {}) {
  const scans: number[] = []
  const settled: string[] = []
  let step = 0
  const rewrite = {
    keyId: 'k2',
    count: async () => 30,
    next: async (place: ScanPlace | null) => {
      if (options.fails?.() === true) throw new Error('the database is away')
      step = place === null ? 1 : step + 1
      if (step === 1) scans.push(finds.shift() ?? 0)
      const next: ScanPlace | null = step === 3 ? null : { table: 'intakes', after: String(step) }
      return { next, looked: 10, found: step === 2 ? (scans.at(-1) ?? 0) : 0, unopened: step === 3 ? 1 : 0 }
    },
  }
  const clock = new FakeClock()
  const told: KeyProgress[] = []
  const kept = new KeptRewritten(
    {
      clock,
      store: {
        rewrite: rewrite as never,
        search: { isComplete: async () => options.indexed?.() ?? true },
      },
      ports: { resealRow: async () => null, settleKeys: async (keyId) => void settled.push(keyId) },
    },
    (progress) => told.push(progress),
  )
  const stop = new AbortController()
  kept.keep(stop.signal)
  return { clock, kept, told, scans, settled, stop }
}

describe('writing the store anew', () => {
  it('is done when a whole scan has found nothing, and not when it has only written everything', async () => {
    const { clock, kept, scans, settled } = storeWith([7, 2])
    expect(kept.progress.state).toBe('rewriting')
    expect(scans).toEqual([])
    await clock.advance(60_000)
    expect(scans).toEqual([7, 2, 0])
    expect(settled).toEqual(['k2'])
    expect(kept.progress).toEqual({ state: 'current', done: 30, total: 30, unopened: 1 })
  })

  it('waits for the index before it says so', async () => {
    let indexed = false
    const { clock, settled } = storeWith([], { indexed: () => indexed })
    await clock.advance(60_000)
    expect(settled).toEqual([])
    indexed = true
    await clock.advance(60_000)
    expect(settled).toEqual(['k2'])
  })

  it('is looked at again while an earlier root is kept, without a word of work', async () => {
    const { clock, told, scans, settled } = storeWith([1])
    await clock.advance(60_000)
    const before = told.length
    await clock.advance(7 * 3_600_000)
    expect(scans).toEqual([1, 0, 0])
    expect(settled).toEqual(['k2', 'k2'])
    expect(told.slice(before).every(({ state }) => state === 'current')).toBe(true)
  })

  it('says that it did not work out, begins again, and ends with the desk', async () => {
    let away = true
    const { clock, kept, settled, stop, scans } = storeWith([1], { fails: () => away })
    await clock.advance(60_000)
    expect(kept.progress.state).toBe('later')
    expect(settled).toEqual([])
    away = false
    await clock.advance(600_000)
    expect(settled).toEqual(['k2'])
    const before = scans.length
    stop.abort()
    await clock.advance(24 * 3_600_000)
    expect(scans).toHaveLength(before)
  })
})
