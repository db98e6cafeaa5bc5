import { rounded } from '../figures.ts'

/** After so many visits all screens have been open, and what is loaded once is loaded. */
export const firstMeasured = 50

/** Private memory of all processes of the terminal, and how it grew. */
export interface SoakFigures {
  readonly visits: number
  readonly memoryAt50MB: number
  readonly memoryAtEndMB: number
  readonly ratio: number
}

/** @param at50 in MB, as is `atEnd` */
export function soakFigures(visits: number, at50: number, atEnd: number): SoakFigures {
  return {
    visits,
    memoryAt50MB: rounded(at50, 1),
    memoryAtEndMB: rounded(atEnd, 1),
    ratio: rounded(atEnd / at50, 3),
  }
}
