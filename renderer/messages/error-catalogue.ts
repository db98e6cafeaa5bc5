import type { ErrorSentence } from './error-sentence.ts'
import { errors, unknownError } from './zh-CN/errors.ts'

/** The code that a caught value carries, or `unknown`. Never its message, which is for technicians and logs. */
export function errorCodeOf(error: unknown): string {
  if (typeof error === 'string' && error !== '') return error
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error.code
  }
  return 'unknown'
}

/** The sentences of a code; a general one where the catalogue does not know it. */
export function errorSentence(error: unknown): ErrorSentence {
  const code = errorCodeOf(error)
  return Object.hasOwn(errors, code) ? errors[code as keyof typeof errors] : unknownError
}
