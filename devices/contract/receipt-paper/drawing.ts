import type { Logo } from '../receipt.ts'
import { columnsOf } from './columns.ts'
import { columnDots, endFeedLines, glyphDots, lineDots } from './geometry.ts'
import type { PrintElement, QrMark, TextLine } from './layout.ts'

/** What is used of a canvas's 2D context: a browser's has it, and so has the one of the device host. */
export interface PaperContext {
  fillStyle: unknown
  font: string
  textBaseline: string
  save(): void
  restore(): void
  translate(x: number, y: number): void
  scale(x: number, y: number): void
  beginPath(): void
  rect(x: number, y: number, width: number, height: number): void
  clip(): void
  fillRect(x: number, y: number, width: number, height: number): void
  fillText(text: string, x: number, y: number, maxWidth?: number): void
  measureText(text: string): { readonly width: number }
}

/** What paper needs beyond its lines. */
export interface PaperSupplies {
  /** Families of a CSS font, best first. */
  readonly fontFamilies: string
  /** The modules of a QR code at error correction M, row by row. */
  readonly qr: (data: string) => { readonly size: number; readonly data: ArrayLike<number | boolean> }
  readonly logo: (name: string) => Logo | null
}

/** The height of one piece of paper from its first line to the cut, in dots. */
export function paperHeight(elements: readonly PrintElement[], supplies: PaperSupplies): number {
  return elements.reduce((sum, element) => sum + heightOf(element, supplies), endFeedLines * lineDots)
}

function heightOf(element: PrintElement, supplies: PaperSupplies): number {
  switch (element.type) {
    case 'line':
      return lineDots * element.high
    case 'qr':
      // Half a line above it and below it, and the line feed that some printers need to print it at all.
      return supplies.qr(element.data).size * element.moduleDots + 2 * lineDots
    case 'logo':
      return supplies.logo(element.name)?.height ?? 0
  }
}

/**
 * Draws one piece of paper, black on white, a pixel a dot. The screen's preview and the lines that a printer cannot
 * set by itself are both drawn here, so that they cannot differ.
 */
export function drawPaper(
  context: PaperContext,
  elements: readonly PrintElement[],
  widthDots: number,
  supplies: PaperSupplies,
): void {
  context.fillStyle = '#fff'
  context.fillRect(0, 0, widthDots, paperHeight(elements, supplies))
  context.fillStyle = '#000'
  let y = 0
  for (const element of elements) {
    if (element.type === 'line') drawLine(context, element, y, widthDots, supplies.fontFamilies)
    else if (element.type === 'qr') drawQr(context, element, y, widthDots, supplies)
    else drawLogo(context, supplies.logo(element.name), y, widthDots)
    y += heightOf(element, supplies)
  }
}

/** One line with its top at `y`: each character stands in its own cell, as a printer's character generator sets it. */
export function drawLine(
  context: PaperContext,
  line: TextLine,
  y: number,
  widthDots: number,
  fontFamilies: string,
): void {
  const cells = toCells(line.text)
  const used = cells.reduce((sum, cell) => sum + cell.columns * columnDots * line.wide, 0)
  context.save()
  context.beginPath()
  context.rect(0, y, widthDots, lineDots * line.high)
  context.clip()
  context.textBaseline = 'alphabetic'
  context.font = `${line.bold ? '700' : '400'} ${String(glyphDots - 1)}px ${fontFamilies}`
  context.translate(startOf(line.align, used, widthDots), y)
  context.scale(line.wide, line.high)
  let x = 0
  for (const cell of cells) {
    const width = cell.columns * columnDots
    drawCell(context, cell.text, x, width, line.bold)
    x += width
  }
  context.restore()
}

function drawCell(context: PaperContext, text: string, x: number, width: number, bold: boolean): void {
  const baseline = glyphDots - 1
  if (text === '─') {
    context.fillRect(x, baseline - 9, width, 2)
    return
  }
  const left = x + (width - Math.min(context.measureText(text).width, width)) / 2
  context.fillText(text, left, baseline, width)
  // A thermal head doubles the dots of bold characters; fonts without a bold cut get it so too.
  if (bold) context.fillText(text, left + 0.6, baseline, width)
}

function startOf(align: TextLine['align'], used: number, widthDots: number): number {
  const free = Math.max(0, widthDots - used)
  return align === 'left' ? 0 : align === 'center' ? Math.floor(free / 2) : free
}

/** Characters with the marks that sit on them (variation selectors, accents). */
function toCells(text: string): { text: string; columns: number }[] {
  const cells: { text: string; columns: number }[] = []
  for (const character of text) {
    const columns = columnsOf(character)
    const last = cells.at(-1)
    if (columns === 0 && last !== undefined) last.text += character
    else cells.push({ text: character, columns })
  }
  return cells
}

function drawQr(
  context: PaperContext,
  mark: QrMark,
  y: number,
  widthDots: number,
  supplies: PaperSupplies,
): void {
  const { size, data } = supplies.qr(mark.data)
  const dots = mark.moduleDots
  const left = startOf('center', size * dots, widthDots)
  for (let index = 0; index < size * size; index += 1) {
    if (!data[index]) continue
    const row = Math.floor(index / size)
    context.fillRect(left + (index % size) * dots, y + lineDots / 2 + row * dots, dots, dots)
  }
}

function drawLogo(context: PaperContext, logo: Logo | null, y: number, widthDots: number): void {
  if (logo === null) return
  const left = startOf('center', logo.widthBytes * 8, widthDots)
  for (let dot = 0; dot < logo.widthBytes * 8 * logo.height; dot += 1) {
    if (((logo.bits[dot >> 3] ?? 0) & (0x80 >> (dot & 7))) === 0) continue
    context.fillRect(left + (dot % (logo.widthBytes * 8)), y + Math.floor(dot / (logo.widthBytes * 8)), 1, 1)
  }
}
