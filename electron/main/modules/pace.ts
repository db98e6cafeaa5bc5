/**
 * 限速: shares a rate among all who ask, in the order in which they ask. A station's line is also its cash register and its
 * telephone.
 */
export class Pace {
  readonly #bytesPerMs: number
  #freeAt = -Infinity

  /** @param kilobytesPerSecond 1,024 bytes each */
  constructor(kilobytesPerSecond: number) {
    this.#bytesPerMs = (kilobytesPerSecond * 1_024) / 1_000
  }

  /** As much as may go at once: about two seconds of the rate. */
  get burst(): number {
    return Math.round(this.#bytesPerMs * 2_000)
  }

  /** Resolves when so many bytes may go. @throws the signal's reason when it is aborted meanwhile. */
  async pass(bytes: number, signal: AbortSignal): Promise<void> {
    const now = performance.now()
    const startAt = Math.max(now, this.#freeAt)
    this.#freeAt = startAt + bytes / this.#bytesPerMs
    await new Promise<void>((resolve, reject) => {
      const called = (): void => {
        clearTimeout(timer)
        reject(signal.reason as Error)
      }
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', called)
        resolve()
      }, startAt - now)
      if (signal.aborted) called()
      else signal.addEventListener('abort', called, { once: true })
    })
  }
}
