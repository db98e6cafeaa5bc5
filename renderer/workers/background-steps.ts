import type { Clock } from '#sync/engine'

/** Work in small steps, each after a pause, until a signal fires: one step at a time waits, however many there are. */
export class BackgroundSteps {
  readonly #clock: Clock
  readonly #signal: AbortSignal
  #stop: () => void = () => undefined

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock
    this.#signal = signal
    signal.addEventListener('abort', () => this.#stop(), { once: true })
  }

  /** @param onFailure what to do when the step fails */
  later(delayMs: number, step: () => Promise<void>, onFailure: () => void): void {
    if (this.#signal.aborted) return
    this.#stop = this.#clock.after(delayMs, () => {
      if (!this.#signal.aborted) void step().catch(onFailure)
    })
  }
}
