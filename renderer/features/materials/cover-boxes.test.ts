import { describe, expect, it } from 'vitest'
import { boxAfterKey, boxBetween, firstBox } from './cover-boxes.ts'

describe('a box to black out', () => {
  it('lies between where the pointer went down and where it came up, in whatever direction', () => {
    const box = boxBetween([0.6, 0.8], [0.2, 0.5])
    expect(box?.left).toBeCloseTo(0.2)
    expect(box?.top).toBeCloseTo(0.5)
    expect(box?.width).toBeCloseTo(0.4)
    expect(box?.height).toBeCloseTo(0.3)
  })

  it('ends at the edges of the page, and is not made by a click', () => {
    expect(boxBetween([0.5, 0.5], [1.4, -0.2])).toEqual({ left: 0.5, top: 0, width: 0.5, height: 0.5 })
    expect(boxBetween([0.5, 0.5], [0.501, 0.501])).toBeNull()
  })

  it('is moved by the arrows and sized with Shift, and never leaves the page', () => {
    expect(boxAfterKey(firstBox, 'ArrowLeft', false)?.left).toBeCloseTo(firstBox.left - 0.01)
    expect(boxAfterKey(firstBox, 'ArrowDown', true)?.height).toBeCloseTo(firstBox.height + 0.01)
    let box = firstBox
    for (let press = 0; press < 200; press += 1) box = boxAfterKey(box, 'ArrowRight', false) ?? box
    expect(box.left + box.width).toBeCloseTo(1)
    for (let press = 0; press < 200; press += 1) box = boxAfterKey(box, 'ArrowUp', true) ?? box
    expect(box.height).toBeCloseTo(0.01)
  })

  it('leaves other keys to others', () => {
    expect(boxAfterKey(firstBox, 'Tab', false)).toBeNull()
    expect(boxAfterKey(firstBox, 'a', false)).toBeNull()
  })
})
