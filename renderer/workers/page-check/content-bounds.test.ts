import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findSmallOriginal } from './content-bounds.ts'
import { drawCardOnGlass, drawPage, toCheck } from './page.test-support.ts'

const cardOnGlass = (...card: Parameters<typeof drawCardOnGlass>) => toCheck(drawCardOnGlass(...card)).raster

describe('a small original on the sheet', () => {
  it('is found wherever it lies, whole and with little round it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: 460 }), fc.integer({ min: 30, max: 920 }), (x, y) => {
        const found = findSmallOriginal(cardOnGlass(x, y))
        expect(found).not.toBeNull()
        const { left = 0, top = 0, width = 0, height = 0 } = found ?? {}
        expect(left).toBeLessThanOrEqual(x)
        expect(top).toBeLessThanOrEqual(y)
        expect(left + width).toBeGreaterThanOrEqual(x + 337)
        expect(top + height).toBeGreaterThanOrEqual(y + 213)
        expect(width * height).toBeLessThan(337 * 213 * 1.5)
      }),
      { numRuns: 12 },
    )
  })

  it('is found on a dark table, too', () => {
    expect(findSmallOriginal(cardOnGlass(200, 300, { lid: '#3a3a3a', card: '#dddddd' }))).not.toBeNull()
  })

  it('is not made out of a page of print, whose margins belong to it', () => {
    expect(findSmallOriginal(toCheck(drawPage()).raster)).toBeNull()
  })

  it('is not there on an empty sheet', () => {
    expect(findSmallOriginal(toCheck(drawPage({ lines: 0 })).raster)).toBeNull()
  })
})
