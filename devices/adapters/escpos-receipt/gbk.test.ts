import { describe, expect, it } from 'vitest'
import { encodeGbkCharacter, needsDrawing } from './gbk.ts'

describe('characters', () => {
  const drawn = (text: string): boolean =>
    needsDrawing({ type: 'line', text, align: 'left', wide: 1, high: 1, bold: false })

  it('of GBK are printed by the printer', () => {
    expect(drawn('姓名：镕堃喆 ABC·№①')).toBe(false)
    expect([...(encodeGbkCharacter('啊') ?? [])]).toEqual([0xb0, 0xa1])
  })
  it.each(['𫘧', '𠮷', '䶮', '𰻞', '한', 'ش', '€', '😀'])('outside of it are drawn: %s', (character) => {
    expect(drawn(character)).toBe(true)
  })
})
