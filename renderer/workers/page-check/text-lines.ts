import type { GreyRaster } from './grey-raster.ts'
import type { Ink } from './ink.ts'

/** How lines of print lie on the page. */
export interface TextLines {
  /** Degrees by which lines fall to the right (positive) or rise; between -15 and 15. */
  readonly skewDegrees: number
  /** Height of the ink of a usual line, in pixels of the raster; null where there are fewer than three lines. */
  readonly lineHeightPx: number | null
}

const furthestDegrees = 15
/** More points say no more. */
const enoughPoints = 30_000
/** Ink beyond this share is a picture or the table around the page: no lines to be seen in it. */
const mostInk = 0.4
/** The best angle must stand out this much from one 4° away; print does by far, a photograph does not. */
const leastDistinction = 1.25

type Points = readonly (readonly [along: number, across: number])[]

/** Ink per line of pixels, when lines fall by `degrees`. */
function profile(points: Points, degrees: number, size: number): Float64Array {
  const counts = new Float64Array(size * 2)
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)]
  for (const [along, across] of points) {
    const line = Math.round(across * cos - along * sin + size / 2)
    counts[line] = (counts[line] ?? 0) + 1
  }
  return counts
}

/** High where lines and the gaps between them alternate sharply (Postl 1986). */
function alternation(counts: Float64Array): number {
  let sum = 0
  for (let at = 1; at < counts.length; at += 1) sum += ((counts[at] ?? 0) - (counts[at - 1] ?? 0)) ** 2
  return sum
}

interface Angle {
  readonly degrees: number
  readonly distinction: number
}

function bestAngle(points: Points, size: number): Angle {
  const scoreAt = (degrees: number): number => alternation(profile(points, degrees, size))
  let [degrees, score] = [0, scoreAt(0)]
  const seek = (from: number, to: number, step: number): void => {
    for (let tried = from; tried <= to; tried += step) {
      const found = scoreAt(tried)
      if (found > score) [degrees, score] = [tried, found]
    }
  }
  seek(-furthestDegrees, furthestDegrees, 0.5)
  seek(degrees - 0.4, degrees + 0.4, 0.1)
  const beside = Math.max(scoreAt(degrees - 4), scoreAt(degrees + 4), 1)
  return { degrees, distinction: score / beside }
}

/** Median height of the runs of lines that have ink. */
function lineHeight(counts: Float64Array): number | null {
  const inked = counts.filter((count) => count > 0).sort()
  const least = (inked[Math.floor(inked.length * 0.9)] ?? 0) * 0.2
  const heights: number[] = []
  let height = 0
  for (const count of counts) {
    if (count > least) height += 1
    else {
      if (height > 2) heights.push(height)
      height = 0
    }
  }
  heights.sort((a, b) => a - b)
  return heights.length < 3 ? null : (heights[Math.floor(heights.length / 2)] ?? null)
}

/** Finds the lines of print, also on a page that lies on its side; null where nothing lies in lines. */
export function findTextLines({ width, height }: GreyRaster, { pixels, share }: Ink): TextLines | null {
  if (share > mostInk) return null
  const every = Math.max(1, Math.floor(pixels.length / enoughPoints))
  const sample = pixels.filter((_, index) => index % every === 0)
  const upright: Points = sample.map((at) => [(at % width) - width / 2, Math.floor(at / width)])
  const onSide: Points = sample.map((at) => [height / 2 - Math.floor(at / width), at % width])
  const size = Math.max(width, height)
  const [lying, standing] = [bestAngle(upright, size), bestAngle(onSide, size)]
  const [best, points] = standing.distinction > lying.distinction ? [standing, onSide] : [lying, upright]
  if (best.distinction < leastDistinction) return null
  return { skewDegrees: best.degrees, lineHeightPx: lineHeight(profile(points, best.degrees, size)) }
}
