/** An error as data, as it crosses a process border: a code for the catalogue, a technician's sentence, no stack. */
export interface ErrorData {
  readonly code: string
  /** For technicians and logs; holds no personal data. */
  readonly message: string
  readonly retryable: boolean
}

/** The answer of every call across a process border. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorData }

/** Wraps a value as a good answer. */
export function done<T>(value: T): Result<T> {
  return { ok: true, value }
}

/** Wraps an error as a refused answer. */
export function refused(error: ErrorData): Result<never> {
  return { ok: false, error: { code: error.code, message: error.message, retryable: error.retryable } }
}

/** A {@link Result}'s error, thrown again on the side of the caller that wants exceptions. */
export class ShellError extends Error implements ErrorData {
  override readonly name = 'ShellError'
  readonly code: string
  readonly retryable: boolean

  constructor(data: ErrorData, options?: ErrorOptions) {
    super(data.message, options)
    this.code = data.code
    this.retryable = data.retryable
  }
}

/** The value of a good answer. @throws ShellError for a refused one. */
export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new ShellError(result.error)
}
