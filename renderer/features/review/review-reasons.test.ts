import { satisfactions as padLevels, toLevel } from '#devices/contract'
import { satisfactions } from '#sync/model'
import { describe, expect, it } from 'vitest'
import { reasonsOf } from './review-reasons.ts'

describe('the reasons of a review', () => {
  it('are of the level that they are given for, counted as the national platform does', () => {
    for (const level of satisfactions)
      for (const { code } of reasonsOf(level, false))
        expect(Number(code[0])).toBe(toLevel(level, 'national-platform'))
  })

  it('say nothing of people where there are none', () => {
    const codes = (alone: boolean): string[] => reasonsOf('dissatisfied', alone).map(({ code }) => code)
    expect(codes(false)).toContain('214')
    expect(codes(true)).not.toContain('214')
    for (const level of satisfactions) expect(reasonsOf(level, true).length).toBeGreaterThan(4)
  })

  it('are given on the same five levels by screen and pad', () => {
    expect([...satisfactions]).toEqual([...padLevels])
  })
})
