import { describe, expect, it } from 'vitest'
import { wrapLines } from './wrap-lines.ts'

const tenEach = (line: string): number => line.length * 10

describe('wrapping an attestation', () => {
  it('fills lines to the width and keeps paragraphs apart', () => {
    expect(wrapLines('一二三四五\n六', 30, tenEach)).toEqual(['一二三', '四五', '六'])
  })

  it('lets closing punctuation hang rather than begin a line', () => {
    expect(wrapLines('一二三。四', 30, tenEach)).toEqual(['一二三。', '四'])
  })

  it('loses no character', () => {
    const text = '申请人已听取全部内容，口头确认；经办人在场见证。'
    expect(wrapLines(text, 70, tenEach).join('')).toBe(text)
  })
})
