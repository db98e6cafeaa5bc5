import { describe, expect, it } from 'vitest'
import { dueOf, shortDate } from './due.ts'

describe('a last day', () => {
  it.each([
    [null, 'none'],
    ['2026-11-22', 'overdue'],
    ['2026-11-23', 'today'],
    ['2026-11-26', 'soon'],
    ['2026-11-27', 'later'],
  ] as const)('%s is %s on 23 November', (date, due) => {
    expect(dueOf(date, '2026-11-23')).toBe(due)
  })

  it('is written with its year only when that is another one', () => {
    expect(shortDate('2026-12-03', '2026-11-23')).toBe('12月3日')
    expect(shortDate('2027-01-04', '2026-11-23')).toBe('2027年1月4日')
  })
})
