/** A part of a page, in shares of its width and height from the upper left corner, 0 to 1. */
export interface PageArea {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The pixels of an area, all that it touches: what is half covered could still be read. */
export function coveredPixels(
  { left, top, width, height }: PageArea,
  widthPx: number,
  heightPx: number,
): [x: number, y: number, width: number, height: number] {
  const [x, y] = [Math.floor(left * widthPx), Math.floor(top * heightPx)]
  return [x, y, Math.ceil((left + width) * widthPx) - x, Math.ceil((top + height) * heightPx) - y]
}
