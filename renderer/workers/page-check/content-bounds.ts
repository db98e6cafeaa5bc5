import type { GreyRaster } from './grey-raster.ts'

/** A part of the raster, in its pixels. */
export interface Bounds {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** What differs from the bare background by so much is something. */
const leastContrast = 24
/** The outermost share of each side is the lid's shadow, or the background itself. */
const rim = 0.015
/** A line is of the original when so many of its pixels are something: dust and scratches are shorter. */
const leastRun = 0.012
/** Round what was found, for the edge of a light card is barely seen. */
const air = 0.015
/** An original that takes more of the sheet than this is a sheet: its empty margins belong to it. */
const mostShare = 0.5

/**
 * 裁边: where on the sheet a small original lies, a card on the glass of a scanner. Null where there is nothing, or the
 * original is a sheet itself: a document keeps its margins.
 */
export function findSmallOriginal(raster: GreyRaster): Bounds | null {
  const { width, height } = raster
  const [fromX, fromY] = [Math.ceil(width * rim), Math.ceil(height * rim)]
  const background = rimLevel(raster, fromX, fromY)
  const columns = new Uint32Array(width)
  const rows = new Uint32Array(height)
  for (let y = fromY; y < height - fromY; y += 1) {
    for (let x = fromX; x < width - fromX; x += 1) {
      if (Math.abs((raster.levels[y * width + x] ?? 0) - background) < leastContrast) continue
      columns[x] = (columns[x] ?? 0) + 1
      rows[y] = (rows[y] ?? 0) + 1
    }
  }
  const across = spanOf(columns, Math.max(2, height * leastRun))
  const down = spanOf(rows, Math.max(2, width * leastRun))
  if (across === null || down === null) return null
  const padding = Math.round(Math.max(width, height) * air)
  const left = Math.max(0, across.from - padding)
  const top = Math.max(0, down.from - padding)
  const bounds = {
    left,
    top,
    width: Math.min(width, across.to + padding + 1) - left,
    height: Math.min(height, down.to + padding + 1) - top,
  }
  return bounds.width * bounds.height > width * height * mostShare ? null : bounds
}

/** The middle of the grey levels just inside the rim: the lid of the scanner, the table under the camera. */
function rimLevel({ width, height, levels }: GreyRaster, x: number, y: number): number {
  const seen: number[] = []
  for (let at = x; at < width - x; at += 1)
    seen.push(levels[y * width + at] ?? 0, levels[(height - 1 - y) * width + at] ?? 0)
  for (let at = y; at < height - y; at += 1)
    seen.push(levels[at * width + x] ?? 0, levels[at * width + width - 1 - x] ?? 0)
  seen.sort((a, b) => a - b)
  return seen[seen.length >> 1] ?? 255
}

function spanOf(counts: Uint32Array, least: number): { from: number; to: number } | null {
  const from = counts.findIndex((count) => count >= least)
  const to = counts.findLastIndex((count) => count >= least)
  return from < 0 ? null : { from, to }
}
