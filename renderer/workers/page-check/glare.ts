import type { GreyRaster } from './grey-raster.ts'

/** From this level on the sensor was full: nothing can be read there. */
const burntLevel = 250
/** A sheet this bright is white because it was scanned so; light on it cannot be told from paper. */
const brightestPaper = 238
const tilePx = 8

/** Which tiles are burnt out through and through. */
function burntTiles({ width, height, levels }: GreyRaster): { columns: number; burnt: boolean[] } {
  const columns = Math.floor(width / tilePx)
  const burnt: boolean[] = []
  for (let row = 0; row < Math.floor(height / tilePx); row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let full = true
      for (let y = row * tilePx; full && y < (row + 1) * tilePx; y += 1) {
        for (let x = column * tilePx; full && x < (column + 1) * tilePx; x += 1) {
          full = (levels[y * width + x] ?? 0) >= burntLevel
        }
      }
      burnt.push(full)
    }
  }
  return { columns, burnt }
}

/** Tiles in one piece from `start`, each counted once: `left` loses them. */
function pieceFrom(start: number, columns: number, left: boolean[]): number {
  const waiting = [start]
  left[start] = false
  let size = 0
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    size += 1
    const column = at % columns
    const around = [at - columns, at + columns]
    if (column > 0) around.push(at - 1)
    if (column < columns - 1) around.push(at + 1)
    for (const next of around) {
      if (left[next] !== true) continue
      left[next] = false
      waiting.push(next)
    }
  }
  return size
}

/**
 * Share of the page, 0 to 1, under the largest burnt-out area: a lamp's reflection on laminate or glossy paper.
 * @param paper grey level of the bare sheet
 */
export function glareShare(raster: GreyRaster, paper: number): number {
  if (paper > brightestPaper) return 0
  const { columns, burnt } = burntTiles(raster)
  const left = [...burnt]
  const largest = burnt.reduce(
    (most, _, at) => (left[at] === true ? Math.max(most, pieceFrom(at, columns, left)) : most),
    0,
  )
  return burnt.length === 0 ? 0 : largest / burnt.length
}
