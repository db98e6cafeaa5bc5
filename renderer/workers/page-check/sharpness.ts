import type { GreyRaster } from './grey-raster.ts'

const tilePx = 32
/** Tiles with less than this spread of grey levels show nothing that could be sharp. */
const leastSpread = 20
/** So many tiles with something on them, else nobody can say whether the page is sharp. */
const leastTiles = 4

interface Spread {
  readonly grey: number
  readonly laplacian: number
}

/** Variance of the grey levels of a tile, and of their Laplacian (Pech-Pacheco 2000). */
function spreadOf({ width, levels }: GreyRaster, left: number, top: number): Spread {
  let [sum, squares, edgeSum, edgeSquares] = [0, 0, 0, 0]
  for (let y = top; y < top + tilePx; y += 1) {
    for (let x = left; x < left + tilePx; x += 1) {
      const at = y * width + x
      const level = levels[at] ?? 0
      const around =
        (levels[at - 1] ?? 0) + (levels[at + 1] ?? 0) + (levels[at - width] ?? 0) + (levels[at + width] ?? 0)
      const edge = around - 4 * level
      sum += level
      squares += level * level
      edgeSum += edge
      edgeSquares += edge * edge
    }
  }
  const pixels = tilePx * tilePx
  return {
    grey: squares / pixels - (sum / pixels) ** 2,
    laplacian: edgeSquares / pixels - (edgeSum / pixels) ** 2,
  }
}

/**
 * How sharp the page is: variance of the Laplacian over variance of the grey levels, so that pale print counts as
 * much as black. The better quarter of the tiles speaks: a portrait or a stamp is soft by itself, print is not.
 * Null where there is too little to see.
 */
export function sharpnessOf(raster: GreyRaster): number | null {
  const ratios: number[] = []
  for (let top = 1; top + tilePx < raster.height; top += tilePx) {
    for (let left = 1; left + tilePx < raster.width; left += tilePx) {
      const { grey, laplacian } = spreadOf(raster, left, top)
      if (grey >= leastSpread ** 2) ratios.push(laplacian / grey)
    }
  }
  if (ratios.length < leastTiles) return null
  ratios.sort((a, b) => a - b)
  return ratios[Math.floor(ratios.length * 0.75)] ?? null
}
