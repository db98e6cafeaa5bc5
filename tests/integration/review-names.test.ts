import { describe, expect, it } from 'vitest'
import { fromLevel, satisfactionNames as ofPads, toLevel } from '#devices/contract'
import { ratingCodes, satisfactionNames as ofReviews, satisfactions } from '#sync/model'

describe('what a review pad says', () => {
  it('is what the hub knows, by the same names and the same numbers both ways', () => {
    expect(ofReviews).toEqual(ofPads)
    for (const [scale, system] of [
      ['gbt-39046', 'gb-39046'],
      ['national-platform', 'national-platform'],
    ] as const) {
      for (const level of satisfactions) {
        const code = ratingCodes.codeOf(system, level)
        expect(code).toBe(String(toLevel(level, scale)))
        expect(ratingCodes.nameOf(system, code ?? '')).toBe(fromLevel(Number(code), scale))
      }
    }
  })
})
