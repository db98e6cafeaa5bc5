import { DeviceError } from '#devices/contract'
import { cancelled } from './open-errors.ts'

/** A driver that is well comes back within this, and everything is as it was; only one that does not is given up. */
const courtesyMs = 500

/**
 * Calls into a driver that nobody can end: they are waited for as long as somebody wants their answer, then left to come back by
 * themselves. Until they have, the driver holds their thread and its own lock.
 */
export class GivenUpCalls {
  readonly #out = new Set<Promise<unknown>>()

  /** Whether one has not come back yet. */
  get areOut(): boolean {
    return this.#out.size > 0
  }

  /** Never rejects. */
  async whenAllAreBack(): Promise<void> {
    await Promise.allSettled([...this.#out])
  }

  /**
   * @param what for the technician
   * @returns what the call gives, although `signal` may have fired shortly before
   * @throws DeviceError `device.cancelled` when it has not come back soon after `signal` fired, `smart-card.silent` after `withinMs`; what
   *   the call throws
   */
  async wait<T>(
    what: string,
    call: Promise<T>,
    { signal, withinMs }: { readonly signal: AbortSignal; readonly withinMs: number },
  ): Promise<T> {
    let giveUp: (reason: DeviceError) => void = () => undefined
    const givenUp = new Promise<never>((_, reject) => {
      giveUp = (reason) => {
        const out: Promise<unknown> = call
          .catch(() => undefined)
          .finally(() => {
            this.#out.delete(out)
          })
        this.#out.add(out)
        reject(reason)
      }
    })
    let courtesy: NodeJS.Timeout | undefined
    const abort = (): void => {
      courtesy = setTimeout(() => {
        giveUp(cancelled(what))
      }, courtesyMs)
    }
    const timer = setTimeout(() => {
      giveUp(new DeviceError('smart-card.silent', `${what}: no answer within ${String(withinMs)} ms`))
    }, withinMs)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
    try {
      return await Promise.race([call, givenUp])
    } finally {
      clearTimeout(timer)
      clearTimeout(courtesy)
      signal.removeEventListener('abort', abort)
    }
  }
}
