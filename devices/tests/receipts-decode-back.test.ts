import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOutParts, paperFormat, type ReceiptBlock, type TextLine } from '#devices/contract'
import { encodeReceipt, type Rasterizer } from '#devices/adapters'
import { decodeIndependently, holdsRealTimeCommand, type Printed } from './independent-receipt-decoder.ts'

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000) }
const long = { timeout: 600_000 }

/** The bytes of a receipt, decoded; what had to be drawn comes back through the number that its picture carries. */
function printAndReadBack(
  blocks: readonly ReceiptBlock[],
  widthMm: 80 | 58 = 80,
): { printed: Printed[]; stream: Uint8Array; drawn: TextLine[] } {
  const drawn: TextLine[] = []
  const rasterizer: Rasterizer = {
    drawLine: (line) => {
      drawn.push(line)
      return { widthBytes: 2, height: 1, bits: Uint8Array.of(0x80, drawn.length & 0xff) }
    },
  }
  const paper = paperFormat(widthMm, 'full', Infinity)
  const parts = layOutParts({ blocks: [...blocks] }, paper, { reprint: false, headLogos: [] })
  const stream = Buffer.concat(
    parts.map((part) => encodeReceipt(part, paper, { rasterizer, logos: new Map() })),
  )
  return { printed: decodeIndependently(stream), stream, drawn }
}

function readText({ printed, drawn }: ReturnType<typeof printAndReadBack>): string {
  let picture = 0
  return printed
    .map((each) => {
      if (each.type === 'line') return each.text
      if (each.type === 'picture') return drawn[picture++]?.text ?? ''
      return each.type === 'code' ? each.data : ''
    })
    .join('')
    .replace(/\s/gu, '')
}

/** What a person asked for: everything that can be seen, in order; where lines break is the layout's affair. */
function asked(blocks: readonly ReceiptBlock[], columns: number): string {
  return blocks
    .map((block) => {
      switch (block.type) {
        case 'text':
          return block.text
        case 'pair':
          return `${block.label}：${block.value}`
        case 'item':
          return `${block.marker ?? '·'}${block.text}`
        case 'rule':
          return block.style === 'dashed' ? '-'.repeat(columns) : '─'.repeat(columns / 2)
        case 'qr':
          return block.data
        default:
          return ''
      }
    })
    .join('')
    .replace(/[\p{Cc}\p{Cs}\s]/gu, '')
}

const hostile = fc.constantFrom(
  '\u001b@',
  '\u001dV\u0000',
  '\u0010\u0004\u0001',
  '\u001c.',
  '\u0010\u0005\u0002',
  '\u0011',
  '\u0080',
  '\u00ff',
  '\r\n',
  '\u2028',
)
const chinese = fc.string({
  unit: fc.integer({ min: 0x4e00, max: 0x9fff }).map((code) => String.fromCodePoint(code)),
  maxLength: 60,
})
const anyText = fc.oneof(
  chinese,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 80 }),
  fc
    .array(fc.oneof(hostile, fc.constantFrom('长沙', 'HN2026', '，', '𫘧', ' ')), { maxLength: 20 })
    .map((pieces) => pieces.join('')),
)
const anyBlock: fc.Arbitrary<ReceiptBlock> = fc.oneof(
  fc.record({
    type: fc.constant('text' as const),
    text: anyText,
    align: fc.constantFrom('left' as const, 'center' as const, 'right' as const),
    size: fc.constantFrom('normal' as const, 'wide' as const, 'tall' as const, 'large' as const),
    bold: fc.boolean(),
  }),
  fc.record({ type: fc.constant('pair' as const), label: anyText, value: anyText }),
  fc.record({
    type: fc.constant('item' as const),
    text: anyText,
    marker: fc.constantFrom('1.', '★', '·', '(12)'),
  }),
  fc.record({ type: fc.constant('qr' as const), data: anyText.filter((text) => text !== '') }),
  fc.constant({ type: 'rule' as const }),
  fc.constant({ type: 'rule' as const, style: 'dashed' as const }),
)

describe('a receipt read back from its bytes', () => {
  it('says what was asked for, whatever that is, and holds no command out of a text', long, () => {
    fc.assert(
      fc.property(
        fc.array(anyBlock, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(80, 58),
        (blocks, width) => {
          const back = printAndReadBack(blocks, width)
          expect(readText(back)).toBe(asked(blocks, width === 80 ? 48 : 32))
          expect(holdsRealTimeCommand(back.stream)).toBe(false)
          expect(back.printed.filter((each) => each.type === 'cut')).toHaveLength(1)
          expect(back.printed.at(-1)?.type).toBe('cut')
        },
      ),
      runs,
    )
  })

  it('has every character of GBK, printed or drawn', long, () => {
    const characters: string[] = []
    const decoder = new TextDecoder('gbk', { fatal: true })
    for (let lead = 0x81; lead <= 0xfe; lead += 1) {
      for (let trail = 0x40; trail <= 0xfe; trail += 1) {
        try {
          const character = decoder.decode(Uint8Array.of(lead, trail))
          if (Array.from(character).length === 1 && !/\s/u.test(character)) characters.push(character)
        } catch {
          // Not a character of GBK.
        }
      }
    }
    expect(characters.length).toBeGreaterThan(23_900)
    const blocks = characters.map((text): ReceiptBlock => ({ type: 'text', text }))
    const back = printAndReadBack(blocks)
    expect(readText(back)).toBe(characters.join(''))
    // What CP936 has is the printer's own, but for the full-width blank that this test leaves out; the rest is drawn.
    expect(back.printed.filter((each) => each.type === 'line')).toHaveLength(21_790)
  })

  it('draws what takes four bytes in GB18030 and sends none of them', long, () => {
    const codes = [
      ...Array.from({ length: 0x4db5 - 0x3400 + 1 }, (_, index) => 0x3400 + index),
      ...Array.from({ length: 2000 }, (_, index) => 0x20000 + index * 21),
    ]
    const utf = codes.map((code) => String.fromCodePoint(code))
    const blocks = utf.map((text): ReceiptBlock => ({ type: 'text', text }))
    const back = printAndReadBack(blocks)
    expect(back.printed.filter((each) => each.type === 'line')).toEqual([])
    expect(back.drawn).toHaveLength(blocks.length)
    expect(readText(back)).toBe(utf.join(''))
  })

  it('keeps size, weight and place', () => {
    const { printed } = printAndReadBack([
      { type: 'text', text: '受理凭条', align: 'center', size: 'large', bold: true },
      { type: 'text', text: 'A', align: 'right', size: 'tall' },
    ])
    expect(printed).toEqual([
      { type: 'line', text: '受理凭条', align: 1, bold: true, size: 0x11 },
      { type: 'line', text: 'A', align: 2, bold: false, size: 0x01 },
      { type: 'feed', lines: 4 },
      { type: 'cut', mode: 0 },
    ])
  })
})
