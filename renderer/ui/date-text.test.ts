import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateFromTyped } from './date-text.ts'

describe('a date typed by a person', () => {
  it.each([
    ['20260102', '2026-01-02'],
    ['2026-1-2', '2026-01-02'],
    ['2026.01.02', '2026-01-02'],
    ['2026/1/2', '2026-01-02'],
    ['2026年1月2日', '2026-01-02'],
    [' ２０２６０１０２ ', '2026-01-02'],
    ['20240229', '2024-02-29'],
  ])('%s is understood', (typed, date) => {
    expect(dateFromTyped(typed)).toBe(date)
  })

  it.each(['2026', '20261301', '20250229', '2026-0-1', '昨天'])('%s stays as it was typed', (typed) => {
    expect(dateFromTyped(typed)).toBe(typed)
  })

  it('gives eight digits back as the same day for every day', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
        (day) => {
          const iso = day.toISOString().slice(0, 10)
          expect(dateFromTyped(iso.replaceAll('-', ''))).toBe(iso)
          expect(dateFromTyped(iso)).toBe(iso)
        },
      ),
    )
  })
})
