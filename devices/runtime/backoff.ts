/** Share of a wait that chance takes off, so that devices that failed together do not come back together. */
const jitter = 0.2

/** Waits between attempts to reach a device: quick at first, for a plug that slipped, then patient. */
export class Backoff {
  readonly #firstMs: number
  readonly #maxMs: number
  readonly #random: () => number
  #nextMs: number

  constructor(firstMs: number, maxMs: number, random: () => number = Math.random) {
    this.#firstMs = firstMs
    this.#maxMs = maxMs
    this.#random = random
    this.#nextMs = firstMs
  }

  /** Between 80 and 100 % of a time that doubles up to the longest. */
  next(): number {
    const ms = this.#nextMs
    this.#nextMs = Math.min(this.#maxMs, ms * 2)
    return ms * (1 - jitter * this.#random())
  }

  reset(): void {
    this.#nextMs = this.#firstMs
  }
}
