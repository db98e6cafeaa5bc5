/** What follows from a code. */
export interface CodeFacts {
  /** The same request may succeed when it is sent again, perhaps after somebody has done something. */
  readonly retryable: boolean
}

export const again: CodeFacts = { retryable: true }
export const final: CodeFacts = { retryable: false }
