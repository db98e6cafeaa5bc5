import { type ErrorData, type ShellErrorCode, shellErrorCodes } from '#shell/contract'

/** An expected failure of the main process. Its message is for technicians and holds no personal data and no path. */
export class MainError extends Error implements ErrorData {
  override readonly name = 'MainError'
  readonly code: ShellErrorCode
  readonly retryable: boolean

  constructor(code: ShellErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.retryable = shellErrorCodes[code]
  }
}

/** A write that failed, as the error that tells a full disk from other trouble. */
export function writeFailure(what: string, cause: unknown): MainError {
  const code = (cause as NodeJS.ErrnoException | null)?.code
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new MainError('storage.disk-full', `no space to write ${what}`, { cause })
  return new MainError('storage.write-failed', `could not write ${what} (${code ?? 'unknown'})`, { cause })
}
