import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'
import { columnsOf } from './gbk.ts'
import type { Raster, Rasterizer } from './encoder.ts'
import type { TextLine } from './layout.ts'

/** The printer's own Chinese characters are 24 dots square; a drawn line is as high as a printed one. */
const columnDots = 12
const characterDots = 24
const lineDots = 30
/** A dot darker than this prints. Thin strokes of a smoothed glyph would vanish at half. */
const blackBelow = 160

/** Families that hold rare characters, best first; whatever the system has takes over for what they lack. */
const families = [
  'Noto Sans CJK SC',
  'Source Han Sans SC',
  'Noto Sans SC',
  'WenQuanYi Zen Hei',
  'Microsoft YaHei',
  'SimSun-ExtB',
  'Noto Serif CJK SC',
]

/** Draws lines with the system's fonts. In its own file, for loading it costs tens of megabytes. */
export function createCanvasRasterizer(): Rasterizer {
  const installed = families.filter((family) => GlobalFonts.has(family))
  const font = [...installed.map((family) => `"${family}"`), 'sans-serif'].join(', ')
  return { drawLine: (line, widthDots) => drawLine(line, widthDots, font) }
}

function drawLine(line: TextLine, widthDots: number, font: string): Raster {
  const width = Math.ceil(widthDots / 8) * 8
  const height = lineDots * line.high
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.fillStyle = '#000'
  context.textBaseline = 'alphabetic'
  context.font = `${line.bold ? '700' : '400'} ${String(characterDots - 1)}px ${font}`
  context.scale(line.wide, line.high)
  drawCharacters(context, line, width / line.wide)
  return toRaster(context, width, height)
}

/** Each character stands in its own cell, so that drawn and printed lines align in columns. */
function drawCharacters(context: SKRSContext2D, line: TextLine, width: number): void {
  const cells = toCells(line.text)
  const textWidth = cells.reduce((sum, cell) => sum + cell.columns * columnDots, 0)
  let x = line.align === 'left' ? 0 : line.align === 'right' ? width - textWidth : (width - textWidth) / 2
  for (const cell of cells) {
    const cellWidth = cell.columns * columnDots
    const drawn = Math.min(context.measureText(cell.text).width, cellWidth)
    context.fillText(cell.text, x + (cellWidth - drawn) / 2, characterDots - 1, cellWidth)
    x += cellWidth
  }
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

function toRaster(context: SKRSContext2D, width: number, height: number): Raster {
  const { data } = context.getImageData(0, 0, width, height)
  const widthBytes = width / 8
  const bits = new Uint8Array(widthBytes * height)
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    if ((data[pixel * 4] ?? 255) < blackBelow)
      bits[pixel >> 3] = (bits[pixel >> 3] ?? 0) | (0x80 >> (pixel & 7))
  }
  return { widthBytes, height, bits }
}
