import { cancelled } from '#devices/transports'

/** Runs tasks one after another: a device that hears two commands at once answers neither. */
export class OneAtATime {
  #tail: Promise<unknown> = Promise.resolve()
  #pending = 0

  /** Whether nothing runs and nothing waits. */
  get isIdle(): boolean {
    return this.#pending === 0
  }

  /**
   * Runs `task` when its turn comes. Once it runs, ending it on `signal` is its own affair.
   * @throws what `task` throws, or DeviceError `device.cancelled` as soon as `signal` fires while it waits
   */
  run<T>(what: string, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    let begun = false
    this.#pending += 1
    const turn = this.#tail.then(() => {
      if (signal.aborted) throw cancelled(what)
      begun = true
      return task()
    })
    this.#tail = turn
      .catch(() => undefined)
      .finally(() => {
        this.#pending -= 1
      })
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        if (!begun) reject(cancelled(what))
      }
      signal.addEventListener('abort', abort)
      void turn.then(resolve, reject).finally(() => {
        signal.removeEventListener('abort', abort)
      })
    })
  }

  /** Resolves when every task given so far has ended, well or badly. */
  async idle(): Promise<void> {
    await this.#tail
  }
}
