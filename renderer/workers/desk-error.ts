import type { ErrorData } from '#shell/contract'

/** Codes of the desk's own errors, each with whether trying again can help. */
export const deskErrorCodes = {
  'desk-not-open': true,
  'desk-no-session': false,
  /** The operator's role does not take in intakes. */
  'desk-no-right': false,
  'draft-not-found': false,
  'intake-not-found': false,
  /** It is on its way, at the hub, or taken back: there is nothing to send again or to correct. */
  'intake-not-refused': false,
  'draft-incomplete': false,
  /** It was handed over to another window, or has not wholly come from one. */
  'draft-elsewhere': false,
  /** A result paper was collected or posted meanwhile. */
  'pick-up-stale': false,
  /** What a department asked for cannot be put into a supplement. */
  'supplement-invalid': false,
  'attachment-not-found': false,
  /** An earlier attempt left a packet on disk that could not be taken back; the draft is kept. */
  'submit-undecided': true,
} as const
export type DeskErrorCode = keyof typeof deskErrorCodes

/** An expected failure of the desk. Its message is for technicians and holds no personal data. */
export class DeskError extends Error implements ErrorData {
  override readonly name = 'DeskError'
  readonly code: DeskErrorCode
  readonly retryable: boolean

  constructor(code: DeskErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.retryable = deskErrorCodes[code]
  }
}
