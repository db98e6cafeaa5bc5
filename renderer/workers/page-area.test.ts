import { describe, expect, it } from 'vitest'
import { coveredPixels } from './page-area.ts'

describe('the pixels under a box', () => {
  it('are all that it touches, so that no edge of a digit stays', () => {
    expect(coveredPixels({ left: 0.105, top: 0.5, width: 0.1, height: 0.25 }, 100, 10)).toEqual([
      10, 5, 11, 3,
    ])
  })

  it('are the whole page for the whole page', () => {
    expect(coveredPixels({ left: 0, top: 0, width: 1, height: 1 }, 333, 777)).toEqual([0, 0, 333, 777])
  })
})
