/** A half-width column of the printers' own font; a Chinese character takes two (devices.md C2: 24 dots square). */
export const columnDots = 12
export const glyphDots = 24
/** From line to line, as printers are after ESC @. */
export const lineDots = 30
/** Fed before the cut: the knife stands some 15 mm above the print head. */
export const endFeedLines = 4

export interface PaperFormat {
  /** Half-width columns of the normal font. */
  readonly columns: number
  readonly widthDots: number
  readonly cut: 'full' | 'partial' | 'none'
  /** A receipt of more lines is cut into numbered parts. */
  readonly linesPerPart: number
}

/** 150 lines are some 56 cm: longer paper curls, tears and is not kept. */
export const defaultLinesPerPart = 150

/** The two usual papers: 80 mm with 48 columns and 58 mm with 32. */
export function paperFormat(
  widthMm: 80 | 58,
  cut: PaperFormat['cut'] = 'partial',
  linesPerPart: number = defaultLinesPerPart,
): PaperFormat {
  return widthMm === 80
    ? { columns: 48, widthDots: 576, cut, linesPerPart }
    : { columns: 32, widthDots: 384, cut, linesPerPart }
}
