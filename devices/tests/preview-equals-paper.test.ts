import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import { create as createQr } from 'qrcode'
import { describe, expect, it } from 'vitest'
import {
  drawPaper,
  layOutParts,
  paperFormat,
  paperHeight,
  type PaperSupplies,
  type PrintElement,
  type ReceiptDocument,
} from '#devices/contract'
import { chineseFontFamily } from '#devices/simulators'
import { receiptFontFamilies } from '../adapters/escpos-receipt/canvas-rasterizer.ts'
import { open, setUpPrinter, slow, temporaryFolder } from './bench.ts'

const receipt: ReceiptDocument = {
  number: '430102-A01-261126-0001-7',
  blocks: [
    { type: 'text', text: '受理凭条', align: 'center', size: 'large', bold: true },
    { type: 'rule' },
    { type: 'pair', label: '受理编号', value: '430102-A01-261126-0001-7', bold: true },
    { type: 'pair', label: '住址', value: '湖南省长沙市芙蓉区样例路一号样例小区三栋二单元四零一室' },
    { type: 'pair', label: '申请人', value: '安示例' },
    { type: 'text', text: '靠右 right', align: 'right', size: 'tall' },
    { type: 'text', text: '倍宽 wide 字', size: 'wide' },
    { type: 'rule', style: 'dashed' },
    {
      type: 'item',
      text: '居民身份证原件及复印件各一份，复印件要正反面，写明“仅供本次办理使用”。',
      marker: '1.',
    },
    { type: 'spacer', lines: 2 },
    { type: 'qr', data: 'https://example.invalid/r/4301020001', moduleDots: 5 },
    { type: 'logo', name: 'none-of-that-name' },
    { type: 'text', text: '请妥善保管', align: 'center' },
  ],
}
const none = (): AbortSignal => new AbortController().signal

/** A ring and a bar: nothing that is the same mirrored. */
async function logoFile(): Promise<string> {
  const context = createCanvas(150, 90).getContext('2d')
  context.fillStyle = '#000'
  context.arc(50, 45, 40, 0, Math.PI * 2)
  context.fill()
  context.fillRect(110, 5, 12, 60)
  const file = join(await temporaryFolder(), 'logo.png')
  await writeFile(file, context.canvas.toBuffer('image/png'))
  return file
}

/** The preview as dots, drawn as the screen draws it. */
function previewDots(
  elements: readonly PrintElement[],
  widthDots: number,
  supplies: PaperSupplies,
): string[] {
  const height = paperHeight(elements, supplies)
  const context = createCanvas(widthDots, height).getContext('2d')
  drawPaper(context, elements, widthDots, supplies)
  const { data } = context.getImageData(0, 0, widthDots, height)
  return rows(widthDots, height, (dot) => (data[dot * 4] ?? 255) < 160)
}

async function paperOf(
  control: Awaited<ReturnType<typeof setUpPrinter>>['control'],
  receipt: number,
): Promise<string[]> {
  const { widthBytes, height, bits } = await control.send('dots', { receipt })
  const bytes = Buffer.from(bits, 'base64')
  return rows(widthBytes * 8, height, (dot) => ((bytes[dot >> 3] ?? 0) & (0x80 >> (dot & 7))) !== 0)
}

function rows(width: number, height: number, isBlack: (dot: number) => boolean): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (__, x) => (isBlack(y * width + x) ? '#' : ' ')).join(''),
  )
}

describe('the preview on the screen', slow, () => {
  it.each([
    [80, 576],
    [58, 384],
  ] as const)('is the paper of %i mm, dot by dot, in every part of it', async (widthMm, widthDots) => {
    const { control, config } = await setUpPrinter({ widthDots })
    const logos = [{ name: 'hall', file: await logoFile(), atHead: true }]
    const options = { paperWidthMm: widthMm, linesPerPart: 30, logos }
    const printer = await open({ ...config, options })
    await printer.invoke('receipt:print', { document: receipt, reprint: true }, none())

    const known = await printer.invoke('receipt:logos', {}, none())
    const supplies: PaperSupplies = {
      // The printer's own characters: the preview can have their shape only where it has their font.
      fontFamilies: chineseFontFamily(),
      qr: (data) => createQr(data, { errorCorrectionLevel: 'M' }).modules,
      logo: (name) => known.find((logo) => logo.name === name) ?? null,
    }
    const parts = layOutParts(receipt, paperFormat(widthMm, 'partial', 30), {
      reprint: true,
      headLogos: ['hall'],
    })
    expect(parts.length).toBeGreaterThan(1)
    for (const [index, part] of parts.entries()) {
      const burnt = await paperOf(control, index)
      expect(burnt.join('')).toContain('#')
      expect(previewDots(part, widthDots, supplies)).toEqual(burnt)
    }
  })

  it('is the paper in what the printer cannot set by itself, which is drawn the same way', async () => {
    const { control, config } = await setUpPrinter()
    const printer = await open(config)
    const texts = ['安𫘧示例', '𠮷野家']
    const document: ReceiptDocument = {
      blocks: texts.map((text) => ({ type: 'text', text, align: 'center', size: 'large', bold: true })),
    }
    await printer.invoke('receipt:print', { document }, none())
    const paper = paperFormat(80)
    const [part = []] = layOutParts(document, paper, { reprint: false, headLogos: [] })
    const supplies: PaperSupplies = {
      fontFamilies: receiptFontFamilies(),
      qr: () => ({ size: 0, data: [] }),
      logo: () => null,
    }
    expect(previewDots(part, paper.widthDots, supplies)).toEqual(await paperOf(control, 0))
  })
})
