import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byIntake, entriesFor } from './entry.ts'
import { afterFailure, backoffDelay, defaultBackoff, dueAt, dueNow, rebased } from './schedule.ts'

const intakeId = '0199a000-0000-7000-8000-000000000001'
let keys = 0
const newKey = (): string => `0199a000-0000-4000-8000-${String(keys++).padStart(12, '0')}`
const parts = [
  { id: 'intake', size: 900 },
  { id: 'scan-1', size: 300_000 },
]
const entries = entriesFor({ intakeId, parts }, 1_000, newKey)
const first = entries[0] as (typeof entries)[number]
const problem = { class: 'retry', code: 'hub.unreachable', status: 0, at: 0 } as const

describe('the operations of one packet', () => {
  it('are announced, uploaded and committed in this order, each with a key of its own', () => {
    expect(entries.map((entry) => entry.entryId.slice(intakeId.length))).toEqual([
      '/announce',
      '/part/intake',
      '/part/scan-1',
      '/commit',
    ])
    expect(new Set(entries.map((entry) => entry.idempotencyKey)).size).toBe(4)
    expect(byIntake([...entries].reverse()).get(intakeId)).toEqual(entries)
  })
})

describe('the schedule', () => {
  it('waits a random share of a doubling time that never passes the cap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (n, r) => {
          const delay = backoffDelay(n, () => r)
          expect(delay).toBeGreaterThanOrEqual(defaultBackoff.leastMs)
          expect(delay).toBeLessThanOrEqual(defaultBackoff.capMs)
          expect(delay).toBeLessThanOrEqual(Math.round(defaultBackoff.baseMs * 2 ** (n - 1)))
        },
      ),
    )
  })

  it('never comes back before the Retry-After of the hub, and cuts an absurd one', () => {
    expect(backoffDelay(1, () => 0, 90_000)).toBe(90_000)
    expect(backoffDelay(9, () => 0.99, 1_000)).toBeGreaterThan(1_000)
    expect(backoffDelay(1, () => 0, 1e12)).toBe(defaultBackoff.longestRetryAfterMs)
    expect(backoffDelay(1, () => 0, -5)).toBe(defaultBackoff.leastMs)
  })

  it('does not sleep for months when the clock is set back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e12 }), fc.integer({ min: 0, max: 2e12 }), (then, now) => {
        const failed = afterFailure(first, problem, { now: then, random: () => 0.5 })
        const wait = failed.nextAttemptAt - failed.scheduledAt
        expect(dueAt(failed, now)).toBeLessThanOrEqual(now + wait)
        expect(rebased(failed, now).nextAttemptAt).toBeLessThanOrEqual(Math.max(now, then) + wait)
        expect(rebased(failed, now).scheduledAt).toBeLessThanOrEqual(Math.max(now, 0))
      }),
    )
  })

  it('keeps the count of attempts when connectivity returns', () => {
    const failed = afterFailure(first, problem, { now: 10, random: () => 0.9 })
    expect(dueNow(failed, 20)).toMatchObject({ attempts: 1, nextAttemptAt: 20 })
  })
})
