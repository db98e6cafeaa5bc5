/** Something a person can mend, with a message that says all they need; no stack is shown for it. */
export class PlainError extends Error {
  override name = 'PlainError'
}

/** What the console shows of an error: the sentence alone, or for a bug all there is. */
export function shown(error: unknown): unknown {
  return error instanceof PlainError ? error.message : error
}
