import { describe, expect, it } from 'vitest'
import { isBadReview, reasonsFor, reviewSchema, satisfactions } from './review.ts'

const said = {
  reviewId: '01890000-0000-4000-8000-000000000001',
  satisfaction: 'dissatisfied',
  channel: 'hall-pad',
  at: '2026-11-23T10:00:00+08:00',
}

describe('a review', () => {
  it('offers to each level only what that level means', () => {
    expect(satisfactions.map((level) => reasonsFor(level).length)).toEqual([8, 8, 8, 8, 8])
    expect(reasonsFor('very-satisfied')[0]).toEqual({ code: '510', text: '一窗受理一次办结' })
    expect(reasonsFor('very-dissatisfied').every(({ code }) => code.startsWith('1'))).toBe(true)
  })

  it('takes no reason of another level', () => {
    expect(reviewSchema.safeParse({ ...said, reasons: ['213'] }).success).toBe(true)
    expect(reviewSchema.safeParse({ ...said, reasons: ['413'] }).success).toBe(false)
  })

  it('never has a level that nobody gave', () => {
    const { satisfaction: _none, ...silent } = said
    expect(reviewSchema.safeParse(silent).success).toBe(false)
    expect(reviewSchema.safeParse({ ...said, satisfaction: null }).success).toBe(false)
  })

  it('is bad on the two lowest levels', () => {
    expect(satisfactions.filter(isBadReview)).toEqual(['dissatisfied', 'very-dissatisfied'])
  })
})
