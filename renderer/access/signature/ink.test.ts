import { describe, expect, it } from 'vitest'
import { boundInk, inkDocument, inkLength, isSignature } from './ink.ts'

const stroke = (...points: [number, number, number?][]) => ({
  points: points.map(([x, y, pressure = 0.5], index) => ({ x, y, pressure, time: 1_000 + index * 16 })),
})

describe('ink on the signature pad', () => {
  it('takes a dot or a slip of the hand for no signature', () => {
    expect(isSignature([])).toBe(false)
    expect(isSignature([stroke([10, 10])])).toBe(false)
    expect(isSignature([stroke([10, 10], [20, 20])])).toBe(false)
  })

  it('adds the strokes up, so that many short strokes of one character count', () => {
    const short = stroke([0, 0], [30, 0])
    expect(inkLength([short, short, short])).toBe(90)
    expect(isSignature([short, short, short])).toBe(true)
  })

  it('is tied to what was signed and to its picture, with every stroke as it was', () => {
    const vector = inkDocument([stroke([0, 0, 0.2], [90, 0, 0.9])], { width: 600, height: 200 })
    const bound = { signed: 'a'.repeat(64), picture: 'b'.repeat(64) }
    expect(JSON.parse(boundInk(vector, bound))).toEqual({ ...(JSON.parse(vector) as object), ...bound })
  })

  it('keeps pressure and rhythm in the vector document', () => {
    const text = inkDocument([stroke([1.26, 2, 0.1234], [3, 4])], { width: 600, height: 200 })
    expect(JSON.parse(text)).toEqual({
      format: 'yichuang-ink',
      version: 1,
      width: 600,
      height: 200,
      point: ['x', 'y', 'pressure', 'ms'],
      strokes: [
        [
          [1.3, 2, 0.123, 0],
          [3, 4, 0.5, 16],
        ],
      ],
    })
  })
})
