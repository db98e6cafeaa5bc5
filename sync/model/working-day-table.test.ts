import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countWorkingDays, nthWorkingDay } from './working-day-table.ts'
import { addWorkingDays, workingDaysBetween } from './working-days.ts'

const day = fc
  .date({ min: new Date('2024-06-01'), max: new Date('2028-03-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

describe('working days by tables', () => {
  it('are those that are counted day by day, across years and where a year is not known', () => {
    fc.assert(
      fc.property(day, day, (from, to) => {
        expect(countWorkingDays(from, to)).toEqual(workingDaysBetween(from, to))
      }),
    )
  })

  it('are reached on the same day', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 400 }), (from, n) => {
        expect(nthWorkingDay(from, n)).toEqual(addWorkingDays(from, n))
      }),
    )
  })

  it('of a malformed day are none', () => {
    expect(() => countWorkingDays('2026-2-3', '2026-02-04')).toThrow(RangeError)
    expect(() => nthWorkingDay('2026-13-01', 1)).toThrow(RangeError)
  })
})
