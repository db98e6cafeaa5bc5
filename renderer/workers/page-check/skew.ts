import type { GreyRaster } from './grey-raster.ts'
import { findInk } from './ink.ts'
import { findTextLines } from './text-lines.ts'

/** How a page lies: the angle of its lines, and the grey of its bare sheet. */
export interface PageSkew {
  /** Positive where lines fall to the right: the page was laid on clockwise. */
  readonly degrees: number
  /** 0 black to 255 white: what the corners that come into sight are filled with. */
  readonly paper: number
}

/** Less is not to be seen, and drawing anew would only blur the print. */
const leastDegrees = 0.3

/** 歪斜: by how much a page must be turned back; null where its lines lie straight, or there are none. */
export function findSkew(raster: GreyRaster): PageSkew | null {
  const ink = findInk(raster)
  const degrees = findTextLines(raster, ink)?.skewDegrees ?? 0
  return Math.abs(degrees) < leastDegrees ? null : { degrees, paper: ink.paper }
}
