/** How a trouble is told: what happened, what is safe, what to do. `safe` is empty where there is nothing to lose. */
export interface ErrorSentence {
  readonly what: string
  readonly safe: string
  readonly do: string
}
