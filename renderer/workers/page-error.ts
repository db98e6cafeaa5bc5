import type { ErrorData } from '#shell/contract'

/** Codes of what can go wrong with a page's picture, each with whether trying again can help. */
export const pageErrorCodes = {
  /** The bytes are no picture, or a damaged one. */
  'page-unreadable': false,
  /** Nothing lies askew on it, or no lines are to be seen. */
  'page-straight': false,
  /** The original takes the whole sheet: there is no empty edge to cut off. */
  'page-full': false,
  'page-too-large': false,
  'file-empty': false,
  'file-too-large': false,
  'file-type-refused': false,
  /** A PDF that wants a password. */
  'file-locked': false,
} as const
export type PageErrorCode = keyof typeof pageErrorCodes

/** An expected failure with a page. Its message is for technicians and holds no personal data. */
export class PageError extends Error implements ErrorData {
  override readonly name = 'PageError'
  readonly code: PageErrorCode
  readonly retryable: boolean

  constructor(code: PageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.retryable = pageErrorCodes[code]
  }
}
