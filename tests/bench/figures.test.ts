import { describe, expect, it } from 'vitest'
import { countOf, median, rounded } from './figures.ts'
import { soakFigures } from './soak/soak-figures.ts'
import { startFigures } from './start/start-figures.ts'

describe('the figures of a bench', () => {
  it('take the middle, whatever the order and however far one is off', () => {
    expect(median([3, 1, 90_000])).toBe(3)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(median([])).toBeNaN()
  })

  it('are rounded to what was measured', () => {
    expect(rounded(1.2345)).toBe(1.23)
    expect(rounded(1.2345, 0)).toBe(1)
  })

  it('count in whole numbers only', () => {
    expect(countOf(undefined, 'visits', 7)).toBe(7)
    expect(countOf('12', 'visits', 7)).toBe(12)
    for (const text of ['0', '-1', '1.5', 'many'])
      expect(() => countOf(text, 'visits', 7)).toThrow(/--visits/)
  })

  it('compare starts with the empty window of the same run', () => {
    const starts = (...times: number[]) => times.map((usableMs) => ({ usableMs, signedInMs: null }))
    const times = new Map([
      ['empty', starts(300, 280, 900)],
      ['terminal', starts(390, 1_000, 380)],
      ['terminal-full', starts(420, 410, 430)],
    ])
    expect(startFigures(times)).toEqual({
      emptyMs: 300,
      terminalMs: 390,
      terminalFullMs: 420,
      ratio: 1.3,
      ratioFull: 1.4,
    })
  })

  it('compare memory with that of the same run', () => {
    expect(soakFigures(200, 400, 410.04)).toEqual({
      visits: 200,
      memoryAt50MB: 400,
      memoryAtEndMB: 410,
      ratio: 1.025,
    })
  })
})
