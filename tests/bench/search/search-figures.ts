/** What the page measured of one kind of question; milliseconds. */
export interface QuestionTimes {
  readonly kind: string
  readonly ms: readonly number[]
  /** How many intakes were found, all questions together. */
  readonly found: number
  /** The longest that the thread was busy at a stretch meanwhile. */
  readonly blockedMs: number
}
