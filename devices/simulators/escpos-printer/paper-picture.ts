import { setImmediate as nextTurn } from 'node:timers/promises'
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { create as createQr } from 'qrcode'
import { SeededRandom } from '../fixtures/random.ts'
import { chineseFontFamily } from './fonts.ts'
import { lineDots, type PaperMark, type Span } from './typesetter.ts'

const columnDots = 12
const glyphDots = 24
/** Unprintable edge of the paper on either side. */
const marginDots = 32
const topDots = 40
const bottomDots = 48
const toothDots = 8
/** A dot of the picture darker than this was hot enough. */
const burntBelow = 160
const ink = '#22211f'
const paperColor = '#fcfbf7'

/** Draws a cut receipt as it lies in the tray: thermal paper, knife's teeth at the bottom. @returns a PNG file */
export async function drawReceipt(marks: readonly PaperMark[], widthDots: number): Promise<Uint8Array> {
  const heights = marks.map(heightOf)
  const width = widthDots + marginDots * 2
  const height = topDots + heights.reduce((sum, each) => sum + each, 0) + bottomDots
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  drawPaper(context, width, height)
  context.fillStyle = ink
  let y = topDots
  for (const [index, mark] of marks.entries()) {
    drawMark(context, mark, y, widthDots)
    y += heights[index] ?? 0
    // A printer answers while its paper is still being looked at.
    await nextTurn()
  }
  return Uint8Array.from(await canvas.encode('png'))
}

/** What the print head burnt, a bit a dot, rows of whole bytes, most significant bit left: for comparing, not for the eye. */
export interface PaperDots {
  readonly widthBytes: number
  readonly height: number
  readonly bits: Uint8Array
}

/** The printable width of a cut receipt as dots, from its first line to the cut. */
export function paperDots(marks: readonly PaperMark[], widthDots: number): PaperDots {
  const height = marks.reduce((sum, mark) => sum + heightOf(mark), 0)
  const context = createCanvas(widthDots + marginDots * 2, Math.max(1, height)).getContext('2d')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, widthDots + marginDots * 2, height)
  context.fillStyle = '#000'
  let y = 0
  for (const mark of marks) {
    drawMark(context, mark, y, widthDots)
    y += heightOf(mark)
  }
  const { data } = context.getImageData(marginDots, 0, widthDots, Math.max(1, height))
  const bits = new Uint8Array((widthDots / 8) * height)
  for (let dot = 0; dot < widthDots * height; dot += 1) {
    if ((data[dot * 4] ?? 255) < burntBelow) bits[dot >> 3] = (bits[dot >> 3] ?? 0) | (0x80 >> (dot & 7))
  }
  return { widthBytes: widthDots / 8, height, bits }
}

function heightOf(mark: PaperMark): number {
  switch (mark.type) {
    case 'line':
      return lineDots * Math.max(1, ...mark.spans.map((span) => span.high))
    case 'raster':
      return mark.height
    case 'qr':
      return symbolOf(mark).size * mark.moduleDots + lineDots
    case 'feed':
      return mark.dots
  }
}

function drawPaper(context: SKRSContext2D, width: number, height: number): void {
  context.fillStyle = '#8f959c'
  context.fillRect(0, 0, width, height)
  context.fillStyle = paperColor
  context.beginPath()
  context.moveTo(0, 0)
  context.lineTo(width, 0)
  context.lineTo(width, height - toothDots)
  for (let x = width; x > 0; x -= toothDots * 2) {
    context.lineTo(x - toothDots, height)
    context.lineTo(Math.max(0, x - toothDots * 2), height - toothDots)
  }
  context.closePath()
  context.fill()
  // Fibres and the faint unevenness of the coating.
  const random = new SeededRandom(height)
  for (let speck = 0; speck < (width * height) / 400; speck += 1) {
    const shade = random.integer(225, 248)
    context.fillStyle = `rgba(${String(shade)}, ${String(shade)}, ${String(shade - 6)}, 0.5)`
    context.fillRect(random.integer(0, width), random.integer(0, height - toothDots), random.integer(1, 3), 1)
  }
}

function drawMark(context: SKRSContext2D, mark: PaperMark, y: number, widthDots: number): void {
  if (mark.type === 'line') drawLine(context, mark, y, widthDots)
  else if (mark.type === 'raster') drawRaster(context, mark, y)
  else if (mark.type === 'qr') drawSymbol(context, mark, y, widthDots)
}

function startOf(align: 'left' | 'center' | 'right', used: number, widthDots: number): number {
  const free = Math.max(0, widthDots - used)
  return marginDots + (align === 'left' ? 0 : align === 'center' ? Math.floor(free / 2) : free)
}

function drawLine(
  context: SKRSContext2D,
  line: Extract<PaperMark, { type: 'line' }>,
  y: number,
  widthDots: number,
): void {
  const used = line.spans.reduce((sum, span) => sum + span.columns * columnDots, 0)
  let x = startOf(line.align, used, widthDots)
  const bottom = y + heightOf(line)
  for (const span of line.spans) {
    drawSpan(context, span, x, bottom)
    x += span.columns * columnDots
  }
}

/** Character by character in cells, as a dot-matrix generator sets them. */
function drawSpan(context: SKRSContext2D, span: Span, startX: number, bottom: number): void {
  const characters = Array.from(span.text)
  const halfWidths = characters.map((character) => (character.charCodeAt(0) < 0x80 ? 1 : 2))
  context.save()
  context.font = `${span.bold ? '700' : '400'} ${String(glyphDots - 1)}px ${chineseFontFamily()}`
  context.textBaseline = 'alphabetic'
  context.translate(startX, bottom - 7 * span.high)
  context.scale(span.wide, span.high)
  let x = 0
  characters.forEach((character, index) => {
    const cell = (halfWidths[index] ?? 1) * columnDots
    const drawn = Math.min(context.measureText(character).width, cell)
    if (character === '─') context.fillRect(x, -9, cell, 2)
    else context.fillText(character, x + (cell - drawn) / 2, 0, cell)
    // A thermal head doubles the dots of bold characters; fonts without a bold cut get it so too.
    if (span.bold) context.fillText(character, x + (cell - drawn) / 2 + 0.6, 0, cell)
    x += cell
  })
  context.restore()
}

function drawRaster(context: SKRSContext2D, raster: Extract<PaperMark, { type: 'raster' }>, y: number): void {
  for (let row = 0; row < raster.height; row += 1) {
    for (let column = 0; column < raster.widthBytes * 8; column += 1) {
      const byte = raster.bits[row * raster.widthBytes + (column >> 3)] ?? 0
      if (byte & (0x80 >> (column & 7))) context.fillRect(marginDots + column, y + row, 1, 1)
    }
  }
}

function symbolOf(mark: Extract<PaperMark, { type: 'qr' }>): { size: number; data: Uint8Array } {
  if (mark.data === '') return { size: 0, data: new Uint8Array() }
  return createQr(mark.data, { errorCorrectionLevel: mark.level }).modules
}

function drawSymbol(
  context: SKRSContext2D,
  mark: Extract<PaperMark, { type: 'qr' }>,
  y: number,
  widthDots: number,
): void {
  const { size, data } = symbolOf(mark)
  const dots = mark.moduleDots
  const x = startOf(mark.align, size * dots, widthDots)
  for (let index = 0; index < size * size; index += 1) {
    if (!data[index]) continue
    context.fillRect(
      x + (index % size) * dots,
      y + lineDots / 2 + Math.floor(index / size) * dots,
      dots,
      dots,
    )
  }
}
