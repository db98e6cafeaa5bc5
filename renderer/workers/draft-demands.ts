import { may, type Operator } from '#shell/contract'
import type { Draft } from '#sync/model'
import { DeskError } from './desk-error.ts'

/** The answer to whoever asks for a draft that is not theirs, or not there. */
export function draftNotFound(): DeskError {
  return new DeskError('draft-not-found', 'there is no such draft of this operator')
}

/** @throws DeskError `desk-no-right` for a role that does not take in intakes; the main process would seal none of theirs */
export function demandIntake({ role }: Operator): void {
  if (!may(role, 'intake')) throw new DeskError('desk-no-right', `not for the role ${role}`)
}

/** @throws DeskError `draft-elsewhere` for a draft that is on its way between terminals */
export function demandHere({ transfer }: Draft): void {
  if (transfer !== null) throw new DeskError('draft-elsewhere', 'the draft is on its way between terminals')
}
