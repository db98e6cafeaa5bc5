import type { Draft } from '#sync/model'
import { DeskError } from './desk-error.ts'

/** The answer to whoever asks for a draft that is not theirs, or not there. */
export function draftNotFound(): DeskError {
  return new DeskError('draft-not-found', 'there is no such draft of this operator')
}

/** @throws DeskError `draft-elsewhere` for a draft that is on its way between terminals */
export function demandHere({ transfer }: Draft): void {
  if (transfer !== null) throw new DeskError('draft-elsewhere', 'the draft is on its way between terminals')
}
