import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReceiptBlock, ReceiptDocument } from '../receipt.ts'
import { textColumns } from './columns.ts'
import { layOut, type TextLine } from './layout.ts'

function lines(block: ReceiptBlock, columns = 32): string[] {
  return layOut({ blocks: [block] }, columns).flatMap((element) =>
    element.type === 'line' ? [element.text] : [],
  )
}

describe('lines of a receipt', () => {
  it('break where the paper ends, two columns to a Chinese character', () => {
    expect(lines({ type: 'text', text: '一二三四五六七八九十' }, 12)).toEqual(['一二三四五六', '七八九十'])
  })
  it('never begin with closing punctuation', () => {
    expect(lines({ type: 'text', text: '一二三四五六，七八' }, 12)).toEqual(['一二三四五', '六，七八'])
  })
  it('keep numbers and words whole where they can', () => {
    expect(lines({ type: 'text', text: '受理编号HN202411230001' }, 16)).toEqual([
      '受理编号',
      'HN202411230001',
    ])
    expect(lines({ type: 'text', text: 'A'.repeat(20) }, 16)).toEqual(['A'.repeat(16), 'AAAA'])
  })
  it('hold half as much at double width', () => {
    expect(lines({ type: 'text', text: '一二三四五六', size: 'large' }, 12)).toEqual(['一二三', '四五六'])
  })
  it('keep the breaks of the text', () => {
    expect(lines({ type: 'text', text: '甲\n乙\r\n\n丙' })).toEqual(['甲', '乙', '', '丙'])
  })
  it('put a value beside its label or, if it is long, below', () => {
    expect(lines({ type: 'pair', label: '姓名', value: '安示例' })).toEqual(['姓名：安示例'])
    expect(lines({ type: 'pair', label: '住址', value: '湖南省长沙市芙蓉区样例路一号' }, 16)).toEqual([
      '住址：',
      '  湖南省长沙市芙',
      '  蓉区样例路一号',
    ])
  })
  it('hang list items from their marker', () => {
    expect(lines({ type: 'item', text: '身份证原件', marker: '1.' }, 11)).toEqual(['1. 身份证原', '   件'])
  })
  it('carry no command that somebody put into a text', () => {
    expect(lines({ type: 'text', text: '甲\u001b@\u001d\u0056\u0000乙\u0010\u0004' })).toEqual(['甲@V乙'])
  })
})

describe('whatever is to be printed', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: fc.constantFrom('中', '，', '。', 'a', ' ', '9', '𫘧', '\n', '\t'), maxLength: 90 }),
  )
  const block: fc.Arbitrary<ReceiptBlock> = fc.oneof(
    fc.record({
      type: fc.constant('text' as const),
      text: anyText,
      size: fc.constantFrom('normal' as const, 'wide' as const, 'large' as const),
    }),
    fc.record({ type: fc.constant('pair' as const), label: anyText, value: anyText }),
    fc.record({ type: fc.constant('item' as const), text: anyText, marker: fc.string({ maxLength: 8 }) }),
    fc.constant({ type: 'rule' as const }),
  )

  it('no line is wider than the paper', { timeout: 600_000 }, () => {
    const runs = Number(process.env['FUZZ_RUNS'] ?? 2000)
    fc.assert(
      fc.property(
        fc.array(block, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(32, 48),
        (blocks, columns) => {
          const document: ReceiptDocument = { blocks }
          const widths = layOut(document, columns)
            .filter((element): element is TextLine => element.type === 'line')
            .map((line) => textColumns(line.text) * line.wide)
          expect(Math.max(0, ...widths)).toBeLessThanOrEqual(columns)
        },
      ),
      { numRuns: runs },
    )
  })
})
