import type { PageFlaw } from '#sync/model'
import { glareShare } from './glare.ts'
import type { GreyRaster } from './grey-raster.ts'
import { findInk } from './ink.ts'
import { isTooCoarse } from './resolution.ts'
import { sharpnessOf } from './sharpness.ts'
import { findTextLines } from './text-lines.ts'

/** A page to look at: its raster may be smaller than the picture, by `scale`. */
export interface PageToCheck {
  readonly raster: GreyRaster
  readonly scale: number
  readonly widthPx: number
  readonly heightPx: number
  readonly dpi?: number | undefined
}

/** Less ink than this is dust: a single line of print on A4 has three times as much. */
const leastInk = 0.0002
/** Sharp print measures 1 and more, print that the eye calls soft 0.3 and less; see the tests. */
const leastSharpness = 0.35
/** A reflection of a lamp, about 4 cm across on A4. */
const mostGlare = 0.015
/** DA/T 31-2017 wants pages straight; below this nobody minds reading them. */
const mostSkewDegrees = 3

/**
 * 清晰度检查: what would make a page hard to read for the department that gets it. Empty where nothing is wrong.
 * It is advice: a wrong verdict costs a glance, so nothing is refused because of it.
 */
export function checkPage({ raster, scale, widthPx, heightPx, dpi }: PageToCheck): PageFlaw[] {
  const ink = findInk(raster)
  if (ink.share < leastInk) return ['empty']
  const lines = findTextLines(raster, ink)
  const lineHeightPx = lines?.lineHeightPx ?? null
  const sharpness = sharpnessOf(raster)
  const blurred = sharpness !== null && sharpness < leastSharpness
  const size = {
    widthPx,
    heightPx,
    dpi,
    lineHeightPx: lineHeightPx === null ? null : lineHeightPx / scale,
  }
  const flaws: [PageFlaw, boolean][] = [
    ['blurred', blurred],
    ['glare', glareShare(raster, ink.paper) > mostGlare],
    // Where print has run together, its lines tell neither angle nor height.
    ['skewed', !blurred && Math.abs(lines?.skewDegrees ?? 0) >= mostSkewDegrees],
    ['coarse', isTooCoarse(blurred ? { ...size, lineHeightPx: null } : size)],
  ]
  return flaws.flatMap(([flaw, seen]) => (seen ? [flaw] : []))
}
