import { describe, expect, it } from 'vitest'
import { hasPressure } from './pen-pressure.ts'

const ink = (...pressures: number[]): string =>
  JSON.stringify({ strokes: [pressures.map((pressure, at) => [at, at, pressure, at])] })

describe('a pen', () => {
  it('has pressure where it told different ones, and none where it is a mouse or a finger', () => {
    expect(hasPressure(ink(0.1, 0.3, 0.55, 0.4))).toBe(true)
    expect(hasPressure(ink(0.5, 0.5, 0.5))).toBe(false)
    // The last point of a stroke is given without pressure by some screens.
    expect(hasPressure(ink(0.5, 0.5, 0))).toBe(false)
  })
})
