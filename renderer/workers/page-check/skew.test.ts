import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawPage, toCheck } from './page.test-support.ts'
import { findSkew } from './skew.ts'

const skewOf = (skewDegrees: number, lines = 30) =>
  findSkew(toCheck(drawPage({ dpi: 200, skewDegrees, lines }), 200).raster)

describe('the angle of a page', () => {
  it('is found to within 0.3°, whichever way it was turned', { timeout: 120_000 }, () => {
    const turned = fc.integer({ min: -100, max: 100 }).map((tenths) => tenths / 10)
    fc.assert(
      fc.property(
        turned.filter((degrees) => Math.abs(degrees) >= 0.6),
        (degrees) => {
          expect(Math.abs((skewOf(degrees)?.degrees ?? 0) - degrees)).toBeLessThanOrEqual(0.3)
        },
      ),
      { numRuns: 12 },
    )
  })

  it('is none where the page lies straight, or has no lines', () => {
    expect(skewOf(0)).toBeNull()
    expect(skewOf(5, 0)).toBeNull()
  })
})
