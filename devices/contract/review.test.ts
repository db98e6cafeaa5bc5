import { describe, expect, it } from 'vitest'
import { fromLevel, reviewAnswerSchema, satisfactionScales, satisfactions, toLevel } from './review.ts'

describe('the five levels', () => {
  it('are numbered from the best by GB/T 39046 and from the worst by the national platform', () => {
    expect(toLevel('very-satisfied', 'gbt-39046')).toBe(1)
    expect(toLevel('very-dissatisfied', 'gbt-39046')).toBe(5)
    expect(toLevel('very-satisfied', 'national-platform')).toBe(5)
    expect(toLevel('very-dissatisfied', 'national-platform')).toBe(1)
    expect(toLevel('fairly-satisfied', 'gbt-39046')).toBe(toLevel('fairly-satisfied', 'national-platform'))
  })

  it.each(satisfactionScales)('come back from their number on the scale %s', (scale) => {
    for (const each of satisfactions) expect(fromLevel(toLevel(each, scale), scale)).toBe(each)
    expect(satisfactions.map((each) => toLevel(each, scale)).sort()).toEqual([1, 2, 3, 4, 5])
  })

  it.each([0, 6, -1, 2.5, NaN])('are not %d', (level) => {
    for (const scale of satisfactionScales) expect(fromLevel(level, scale)).toBeNull()
  })
})

describe('an answer', () => {
  it('has reasons of its own level only', () => {
    const rated = (reasons: string[]) =>
      reviewAnswerSchema.safeParse({ outcome: 'rated', satisfaction: 'very-satisfied', reasons }).success
    expect(rated(['510', '517'])).toBe(true)
    expect(rated(['115'])).toBe(false)
  })

  it('that nobody gave has no level', () => {
    const silent = { outcome: 'not-rated', why: 'timeout' }
    expect(reviewAnswerSchema.safeParse(silent).success).toBe(true)
    expect(reviewAnswerSchema.safeParse({ ...silent, satisfaction: 'satisfied' }).success).toBe(false)
  })
})
