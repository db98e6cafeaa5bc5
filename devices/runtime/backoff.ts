/** Waits between attempts to reach a device: quick at first, for a plug that slipped, then patient. */
export class Backoff {
  readonly #firstMs: number
  readonly #maxMs: number
  #nextMs: number

  constructor(firstMs: number, maxMs: number) {
    this.#firstMs = firstMs
    this.#maxMs = maxMs
    this.#nextMs = firstMs
  }

  next(): number {
    const ms = this.#nextMs
    this.#nextMs = Math.min(this.#maxMs, ms * 2)
    return ms
  }

  reset(): void {
    this.#nextMs = this.#firstMs
  }
}
