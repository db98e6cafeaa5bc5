import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addWorkingDays, isWorkingDay, workingDaysBetween } from './working-days.ts'

const day = fc
  .date({ min: new Date('2024-06-01'), max: new Date('2027-06-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

describe('working days', () => {
  it('skips the long holiday and counts the make-up days around it', () => {
    // 1–7 October 2026 off, Saturday 10 October worked.
    expect(addWorkingDays('2026-09-30', 1)).toEqual({ date: '2026-10-08', certain: true })
    expect(addWorkingDays('2026-09-30', 3)).toEqual({ date: '2026-10-10', certain: true })
    expect(isWorkingDay('2026-10-10')).toBe(true)
    expect(isWorkingDay('2026-10-11')).toBe(false)
  })

  it('knows the spring festivals of 2025 and 2026', () => {
    expect(addWorkingDays('2025-01-27', 1).date).toBe('2025-02-05')
    expect(addWorkingDays('2026-02-14', 1).date).toBe('2026-02-24')
    expect(workingDaysBetween('2026-02-13', '2026-02-28')).toEqual({ days: 6, certain: true })
  })

  it('says when it passes into a year that is not published yet', () => {
    expect(addWorkingDays('2026-12-31', 1)).toEqual({ date: '2027-01-04', certain: false })
    expect(addWorkingDays('2026-12-30', 1).certain).toBe(true)
  })

  it('moves a due date from a day off to the next working day', () => {
    expect(addWorkingDays('2026-11-21', 0).date).toBe('2026-11-23')
  })

  it('refuses malformed days', () => {
    expect(() => addWorkingDays('2026-2-3', 1)).toThrow(RangeError)
    expect(() => addWorkingDays('2026-02-03', -1)).toThrow(RangeError)
  })

  it('counts back what it added', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (from, n) => {
        const reached = addWorkingDays(from, n)
        expect(isWorkingDay(reached.date)).toBe(true)
        expect(workingDaysBetween(from, reached.date).days).toBe(n)
      }),
    )
  })
})
