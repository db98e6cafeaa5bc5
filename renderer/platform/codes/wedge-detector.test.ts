import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WedgeDetector, type WedgeVerdict } from './wedge-detector.ts'

/** Presses the keys of a text with these gaps, the end key last. */
function type(text: string, gap: (at: number) => number, end = 'Enter', endGap = 5): WedgeVerdict[] {
  const detector = new WedgeDetector()
  let now = 1000
  const verdicts = [...text].map((key, at) => {
    now += gap(at)
    return detector.press(key, now)
  })
  return [...verdicts, detector.press(end, now + endGap)]
}

const code = fc.stringMatching(/^[!-~]{6,60}$/)

describe('a scanner that types', () => {
  it('is known by its speed, and its code comes out whole', () => {
    fc.assert(
      fc.property(code, fc.constantFrom('Enter', 'Tab'), fc.nat({ max: 39 }), (text, end, gap) => {
        expect(type(text, () => gap, end).at(-1)).toEqual({ type: 'scan', text })
      }),
    )
  })

  it('is not mistaken for a person, however long the person types', () => {
    fc.assert(
      fc.property(code, fc.integer({ min: 41, max: 400 }), (text, gap) => {
        const verdicts = type(text, () => gap)
        expect(verdicts.at(-1)).toEqual({ type: 'other' })
        expect(verdicts.some(({ type: kind }) => kind === 'burst')).toBe(false)
      }),
    )
  })

  it('is not two fingers that roll over three keys', () => {
    const verdicts = type('abcdefghi', (at) => (at % 3 === 0 ? 120 : 15))
    expect(verdicts.map(({ type: kind }) => kind)).not.toContain('burst')
    expect(verdicts.at(-1)).toEqual({ type: 'other' })
  })

  it('may hold Shift for its capitals', () => {
    const detector = new WedgeDetector()
    let now = 0
    for (const key of ['Shift', 'Y', 'Shift', 'C', 'N', '1', 'Shift', ':', 'x'])
      detector.press(key, (now += 3))
    expect(detector.press('Enter', now + 3)).toEqual({ type: 'scan', text: 'YCN1:x' })
  })

  it('leaves out what a person had typed before it', () => {
    const detector = new WedgeDetector()
    detector.press('x', 0)
    let now = 500
    for (const key of '123456') detector.press(key, (now += 5))
    expect(detector.press('Enter', now + 5)).toEqual({ type: 'scan', text: '123456' })
  })

  it('is forgotten at any other key, and where its end does not come', () => {
    const detector = new WedgeDetector()
    let now = 0
    for (const key of '1234567') detector.press(key, (now += 5))
    detector.press('ArrowLeft', (now += 5))
    expect(detector.press('Enter', now + 5)).toEqual({ type: 'other' })
    for (const key of '1234567') detector.press(key, (now += 5))
    expect(detector.press('Enter', now + 1000)).toEqual({ type: 'other' })
  })
})
