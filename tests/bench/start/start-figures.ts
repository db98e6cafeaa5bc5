import { median, rounded } from '../figures.ts'

/** Milliseconds of one start since its command. */
export interface StartTimes {
  readonly usableMs: number
  /** Until the desk of somebody who signs in at once; null for the empty window. */
  readonly signedInMs: number | null
}

/** Medians, and ratios to the empty window of the same run. */
export interface StartFigures {
  readonly emptyMs: number
  readonly terminalMs: number
  /** With fifty thousand stored intakes. */
  readonly terminalFullMs: number
  readonly ratio: number
  readonly ratioFull: number
}

/** @param times of the starts of `empty`, `terminal` and `terminal-full` */
export function startFigures(times: ReadonlyMap<string, readonly StartTimes[]>): StartFigures {
  const usual = (name: string): number => median((times.get(name) ?? []).map(({ usableMs }) => usableMs))
  const [emptyMs, terminalMs, terminalFullMs] = [usual('empty'), usual('terminal'), usual('terminal-full')]
  return {
    emptyMs: rounded(emptyMs, 0),
    terminalMs: rounded(terminalMs, 0),
    terminalFullMs: rounded(terminalFullMs, 0),
    ratio: rounded(terminalMs / emptyMs),
    ratioFull: rounded(terminalFullMs / emptyMs),
  }
}
