/** A page as grey levels, 0 black to 255 white, row by row. */
export interface GreyRaster {
  readonly width: number
  readonly height: number
  readonly levels: Uint8Array
}

/**
 * Pages are looked at with their long side at most this many pixels: A4 at about 137 dpi, where strokes of ordinary
 * print are still 2 px wide and every check together takes a fraction of a second.
 */
const longestSidePx = 1600

/** By how much a picture is made smaller before it is looked at; 1 for one that is small enough. */
export function checkScale(widthPx: number, heightPx: number): number {
  return Math.min(1, longestSidePx / Math.max(widthPx, heightPx))
}

/** Luma of ITU-R BT.601 of RGBA pixels; what is transparent counts as the white sheet under it. */
export function greyOf(rgba: Uint8ClampedArray, width: number, height: number): GreyRaster {
  const levels = new Uint8Array(width * height)
  for (let at = 0, from = 0; at < levels.length; at += 1, from += 4) {
    const opacity = (rgba[from + 3] ?? 255) / 255
    const luma = 0.299 * (rgba[from] ?? 0) + 0.587 * (rgba[from + 1] ?? 0) + 0.114 * (rgba[from + 2] ?? 0)
    levels[at] = Math.round(luma * opacity + 255 * (1 - opacity))
  }
  return { width, height, levels }
}
