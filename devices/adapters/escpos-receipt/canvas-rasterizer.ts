import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'
import { drawLine, lineDots } from '#devices/contract'
import type { Raster, Rasterizer } from './encoder.ts'

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
  // Some systems list a collection of regional fonts under its first name only.
  'Noto Sans CJK JP',
]

/** The families that this machine has, as a CSS font. */
export function receiptFontFamilies(): string {
  const installed = families.filter((family) => GlobalFonts.has(family))
  return [...installed.map((family) => `"${family}"`), 'sans-serif'].join(', ')
}

/** Draws lines with the system's fonts. In its own file, for loading it costs tens of megabytes. */
export function createCanvasRasterizer(): Rasterizer {
  const font = receiptFontFamilies()
  return {
    drawLine: (line, widthDots) => {
      const width = Math.ceil(widthDots / 8) * 8
      const height = lineDots * line.high
      const context = createCanvas(width, height).getContext('2d')
      context.fillStyle = '#fff'
      context.fillRect(0, 0, width, height)
      context.fillStyle = '#000'
      drawLine(context, line, 0, widthDots, font)
      return toRaster(context, width, height)
    },
  }
}

/** The dots of a drawing that are black on paper. */
export function toRaster(context: SKRSContext2D, width: number, height: number): Raster {
  const { data } = context.getImageData(0, 0, width, height)
  const widthBytes = width / 8
  const bits = new Uint8Array(widthBytes * height)
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    if ((data[pixel * 4] ?? 255) < blackBelow)
      bits[pixel >> 3] = (bits[pixel >> 3] ?? 0) | (0x80 >> (pixel & 7))
  }
  return { widthBytes, height, bits }
}
