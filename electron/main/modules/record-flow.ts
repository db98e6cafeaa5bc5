import type { RecordedAction } from '#sync/audit'

/** Lines that anybody in front of a terminal, or a script in its page, can cause as often as they like. */
const cheap: ReadonlySet<RecordedAction> = new Set<RecordedAction>([
  'sign-in-refused',
  'confirm-refused',
  'sign-in',
  'sign-out',
  'locked',
  'visit-begun',
  'visit-ended',
  'restarted',
])

const atOnce = 500
const msForOne = 2_000

/**
 * How many cheap lines the record takes: many at once, and then one in two seconds, so that a script that signs in and out in a circle
 * fills no disk. What is left out is counted, and the count is a line itself.
 */
export class RecordFlow {
  readonly #now: () => number
  #room = atOnce
  #at: number
  #leftOut = 0

  /** @param now monotonic milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#at = now()
  }

  /** Whether a line goes in, and how many before it did not. */
  take(action: RecordedAction): { readonly goesIn: boolean; readonly leftOut: number } {
    const now = this.#now()
    this.#room = Math.min(atOnce, this.#room + (now - this.#at) / msForOne)
    this.#at = now
    if (cheap.has(action)) {
      if (this.#room < 1) {
        this.#leftOut += 1
        return { goesIn: false, leftOut: 0 }
      }
      this.#room -= 1
    }
    const leftOut = this.#leftOut
    this.#leftOut = 0
    return { goesIn: true, leftOut }
  }
}
