import { type ErrorData, ShellError } from '#shell/contract'
import { transferHandlers } from 'comlink'

/** Any thrown value as data: a coded error keeps its code, a bug becomes `internal`, and no stack crosses over. */
export function errorDataOf(thrown: unknown): ErrorData {
  const { code, message, retryable } = (
    typeof thrown === 'object' && thrown !== null ? thrown : {}
  ) as Partial<ErrorData>
  return {
    code: typeof code === 'string' ? code : 'internal',
    message: typeof message === 'string' ? message : 'a value was thrown that is not an error',
    retryable: retryable === true,
  }
}

/**
 * Makes errors keep `code`, `message` and `retryable` between the page and its worker, both ways; Comlink by itself
 * keeps only the message. Both sides call it once, before the first call.
 */
export function carryCodedErrors(): void {
  const original = transferHandlers.get('throw')
  if (original === undefined) throw new Error('comlink has no handler for thrown values')
  transferHandlers.set('throw', {
    canHandle: original.canHandle,
    serialize: (thrown: { value: unknown }) => [errorDataOf(thrown.value), []],
    deserialize: (data: ErrorData) => {
      throw new ShellError(data)
    },
  })
}
