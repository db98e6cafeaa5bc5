import type { FrameMask } from '../traced-link.ts'

/** Questions of three bytes that the adapter sends by themselves: DLE EOT n, DLE ENQ n, GS a n, GS r n (devices.md C1). */
const questions: readonly (readonly [number, number])[] = [
  [0x10, 0x04],
  [0x10, 0x05],
  [0x1d, 0x61],
  [0x1d, 0x72],
]
/** A group of automatic status bytes is four long; more at once is not status. */
const longestStatus = 8

/**
 * What of ESC/POS may be shown: questions about the printer's state, and its answers, which are bit fields. A receipt
 * is a person's paper, as text or as a picture of rare characters: of it only the length is kept.
 */
export const escposTraceMask: FrameMask = (direction, chunk) => {
  const isQuestion = chunk.length === 3 && questions.some(([a, b]) => chunk[0] === a && chunk[1] === b)
  const mayBeShown = direction === 'in' ? chunk.length <= longestStatus : isQuestion
  return mayBeShown ? [...chunk.keys()] : []
}
