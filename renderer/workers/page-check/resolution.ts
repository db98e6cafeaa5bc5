/**
 * DA/T 31-2017 (纸质档案数字化规范): pages are scanned at 200 dpi at least, at 300 where the print is small.
 */
const leastDpi = 200
const leastDpiOfSmallPrint = 300
/** Ink of a line of 七号 to 小六 (5.5 to 6.5 pt): what the standard calls small. */
const smallPrintMm = 2.4
/** What that leaves of a line of 六号 print (7.5 pt) at 200 dpi: for pictures that know no dpi. */
const leastLineHeightPx = 18
/** A card (85.6 mm, ISO/IEC 7810 ID-1) is the smallest paper that is taken: 674 px at 200 dpi. */
const leastLongSidePx = 674
const mmPerInch = 25.4

/** What is known of a picture's size; pixels are those of the picture as it was taken. */
export interface PictureSize {
  readonly widthPx: number
  readonly heightPx: number
  readonly dpi: number | undefined
  /** Height of the ink of a usual line, or null where no lines were found. */
  readonly lineHeightPx: number | null
}

/** Whether the picture has too few pixels for what is on it. */
export function isTooCoarse({ widthPx, heightPx, dpi, lineHeightPx }: PictureSize): boolean {
  if (dpi === undefined) {
    if (Math.max(widthPx, heightPx) < leastLongSidePx) return true
    return lineHeightPx !== null && lineHeightPx < leastLineHeightPx
  }
  if (dpi < leastDpi) return true
  const small = lineHeightPx !== null && (lineHeightPx / dpi) * mmPerInch < smallPrintMm
  return small && dpi < leastDpiOfSmallPrint
}
