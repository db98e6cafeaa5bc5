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

/** The disk has no room, or this user's share of it is used up; by our own code or the operating system's. */
export function isDiskFull(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'storage.disk-full'
}

/** A write that failed, as the error that tells a full disk from other trouble. */
export function writeFailure(what: string, cause: unknown): MainError {
  const code = (cause as NodeJS.ErrnoException | null)?.code
  if (isDiskFull(cause)) return new MainError('storage.disk-full', `no space to write ${what}`, { cause })
  return new MainError('storage.write-failed', `could not write ${what} (${code ?? 'unknown'})`, { cause })
}
