import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDailyHours, scansTravelAt } from './scan-hours.ts'

const at = (time: string): number => Date.parse(`2026-11-28T${time}:00+08:00`)
const timeOf = (now: number): string => new Date(now + 8 * 3_600_000).toISOString().slice(11, 16)

describe('the hours in which scans travel', () => {
  it.each([
    ['08:00', ['20:00-07:00'], '20:00'],
    ['21:30', ['20:00-07:00'], '21:30'],
    ['03:00', ['20:00-07:00'], '03:00'],
    ['07:00', ['20:00-07:00'], '20:00'],
    ['08:00', ['12:00-14:00', '20:00-07:00'], '12:00'],
    ['15:00', ['12:00-14:00'], '12:00'],
    ['15:00', ['00:00-00:00'], '15:00'],
    ['15:00', [], '15:00'],
  ])('at %s with %j begin at %s', (now, hours, wanted) => {
    expect(timeOf(scansTravelAt(hours.map(parseDailyHours), at(now)))).toBe(wanted)
  })

  it('always come within a day, and are open when they come', () => {
    const minute = fc.integer({ min: 0, max: 1_439 })
    const hours = fc.array(fc.record({ from: minute, to: minute }), { maxLength: 4 })
    fc.assert(
      fc.property(hours, fc.integer({ min: 0, max: 4e12 }), (some, now) => {
        const next = scansTravelAt(some, now)
        expect(next).toBeGreaterThanOrEqual(now)
        expect(next - now).toBeLessThan(24 * 3_600_000)
        expect(scansTravelAt(some, next)).toBe(next)
      }),
    )
  })

  it.each(['8:00-9:00', '08:00', '24:00-07:00', '08:00-09:60', 'nachts'])('are not %s', (text) => {
    expect(() => parseDailyHours(text)).toThrow(RangeError)
  })
})
