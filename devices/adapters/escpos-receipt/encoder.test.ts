import { describe, expect, it } from 'vitest'
import { layOut, paperFormat, type ReceiptBlock } from '#devices/contract'
import { encodeReceipt, type Rasterizer } from './encoder.ts'

const black: Rasterizer = {
  drawLine: () => ({ widthBytes: 2, height: 2, bits: Uint8Array.of(0x10, 0x04, 0x10, 0x05) }),
}

function encode(
  block: ReceiptBlock,
  rasterizer: Rasterizer | null = null,
  cut: 'full' | 'partial' | 'none' = 'full',
): string {
  const paper = paperFormat(80, cut)
  return Buffer.from(
    encodeReceipt(layOut({ blocks: [block] }, paper.columns), paper, { rasterizer, logos: new Map() }),
  ).toString('hex')
}

describe('bytes to the printer', () => {
  it('begin with a reset and Chinese mode, end with a feed and a cut', () => {
    const bytes = encode({ type: 'text', text: '啊' })
    expect(bytes.startsWith('1b401c26')).toBe(true)
    expect(bytes).toContain('b0a10a')
    expect(bytes.endsWith('1b64041d5600')).toBe(true)
    expect(encode({ type: 'text', text: '啊' }, null, 'partial').endsWith('1d5601')).toBe(true)
    expect(encode({ type: 'text', text: '啊' }, null, 'none').endsWith('1b6404')).toBe(true)
  })

  it('set the size for both kinds of characters', () => {
    expect(encode({ type: 'text', text: 'A', size: 'large', bold: true, align: 'center' })).toContain(
      '1b61011b45011d21111c210c410a',
    )
  })

  it('store and print a QR code', () => {
    expect(encode({ type: 'qr', data: 'AB', moduleDots: 5 })).toContain(
      '1d286b0400314132001d286b03003143051d286b03003145311d286b050031503041421d286b0300315130',
    )
  })

  it('draw a line that the printer cannot, without spelling a command in its dots', () => {
    expect(encode({ type: 'text', text: '安𫘧' }, black)).toContain('1d76300002000200' + '10061007')
  })

  it('are not made without a rasterizer where one is needed', () => {
    expect(() => encode({ type: 'text', text: '𫘧' })).toThrow(/rasterizer/)
  })
})
