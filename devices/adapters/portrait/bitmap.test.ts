import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { portraitBitmapBytes, portraitIn, portraitPixelBytes } from './bitmap.ts'

const runs = Math.min(Number(process.env['FUZZ_RUNS'] ?? 300), 5000)
/** A buffer of a decoder: its size is ours, what is in it is not. */
const buffer = fc
  .tuple(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.constantFrom('', 'BM'))
  .map(([pattern, mark]) => {
    const bytes = Uint8Array.from(
      { length: portraitBitmapBytes },
      (_, at) => pattern[at % pattern.length] ?? 0,
    )
    bytes.set([...mark].map((letter) => letter.charCodeAt(0)))
    return bytes
  })

describe('the picture in a decoder’s buffer', () => {
  it('is a whole bitmap or none, whatever the buffer holds', () => {
    fc.assert(
      fc.property(buffer, fc.constantFrom('rgb' as const, 'bgr' as const), (bytes, order) => {
        const picture = portraitIn(bytes, order)
        if (picture !== null) expect(picture).toHaveLength(portraitBitmapBytes)
      }),
      { numRuns: runs },
    )
  })

  it('has each pixel where the decoder put it', () => {
    const pixels = Uint8Array.from({ length: portraitPixelBytes }, (_, at) => (at * 7) % 251)
    const picture = portraitIn(pixels) ?? new Uint8Array()
    expect([...picture.slice(54, 60)]).toEqual([...pixels.slice(0, 6)])
    // The second row begins behind two bytes of padding.
    expect([...picture.slice(54 + 308, 54 + 311)]).toEqual([...pixels.slice(306, 309)])
    // A whole bitmap is taken as it is.
    expect(portraitIn(picture)).toEqual(picture)
  })

  it('is none in a buffer that nobody wrote to, or that is too short', () => {
    expect(portraitIn(new Uint8Array(portraitBitmapBytes))).toBeNull()
    expect(portraitIn(new Uint8Array(portraitPixelBytes).fill(255))).toBeNull()
    expect(portraitIn(new Uint8Array(100))).toBeNull()
  })
})
