import type { GreyRaster } from './grey-raster.ts'

/** What is on the sheet: where ink is, and how bright the sheet itself is. */
export interface Ink {
  /** Grey level of the bare sheet. */
  readonly paper: number
  /** Pixels that are ink, as indices into the raster; margins of the picture left out. */
  readonly pixels: readonly number[]
  /** Share of the looked-at area that is ink, 0 to 1. */
  readonly share: number
}

/** Ink is darker than the sheet by at least this much: pencil is, the show-through of the back mostly is not. */
const leastContrast = 50
/** The lid's shadow and the table lie at the edge. */
const margin = 0.03

/** The level that best parts dark from bright (Otsu 1979). */
function partingLevel(histogram: readonly number[], total: number): number {
  const sum = histogram.reduce((all, count, level) => all + count * level, 0)
  let [best, parting, dark, darkSum] = [-1, 127, 0, 0]
  for (const [level, count] of histogram.entries()) {
    dark += count
    darkSum += count * level
    const bright = total - dark
    if (dark === 0 || bright === 0) continue
    const between = dark * bright * (darkSum / dark - (sum - darkSum) / bright) ** 2
    if (between > best) [best, parting] = [between, level]
  }
  return parting
}

/** The sheet's own brightness: the median of what is on the bright side. */
function paperLevel({ levels }: GreyRaster): number {
  const histogram = new Array<number>(256).fill(0)
  for (const level of levels) histogram[level] = (histogram[level] ?? 0) + 1
  const parting = partingLevel(histogram, levels.length)
  const bright = histogram.map((count, level) => (level > parting ? count : 0))
  const half = bright.reduce((all, count) => all + count, 0) / 2
  let seen = 0
  return bright.findIndex((count) => (seen += count) >= half && seen > 0)
}

/** Finds the ink. On a sheet that is dark as a whole there is none. */
export function findInk(raster: GreyRaster): Ink {
  const { width, height, levels } = raster
  const paper = Math.max(paperLevel(raster), 0)
  const pixels: number[] = []
  const [left, top] = [Math.ceil(width * margin), Math.ceil(height * margin)]
  for (let y = top; y < height - top; y += 1) {
    for (let x = left; x < width - left; x += 1) {
      if ((levels[y * width + x] ?? 0) < paper - leastContrast) pixels.push(y * width + x)
    }
  }
  const area = Math.max((width - 2 * left) * (height - 2 * top), 1)
  return { paper, pixels, share: pixels.length / area }
}
