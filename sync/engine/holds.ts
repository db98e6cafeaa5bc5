import { backoffDelay } from '#sync/outbox'

/** Intakes that this machine itself could not send (its store failed, say): left alone for a while, in memory only. */
export class Holds {
  readonly #random: () => number
  readonly #held = new Map<string, { count: number; since: number; until: number }>()

  constructor(random: () => number) {
    this.#random = random
  }

  hold(intakeId: string, now: number): void {
    const count = (this.#held.get(intakeId)?.count ?? 0) + 1
    this.#held.set(intakeId, { count, since: now, until: now + backoffDelay(count, this.#random) })
  }

  /** Whether to leave it alone now; a clock that was set back ends the wait. */
  isHeld(intakeId: string, now: number): boolean {
    const held = this.#held.get(intakeId)
    return held !== undefined && now >= held.since && now < held.until
  }

  /** When the next one may be tried; Infinity when none is held. */
  nextAt(now: number): number {
    let next = Infinity
    for (const { until } of this.#held.values()) if (until > now) next = Math.min(next, until)
    return next
  }

  release(intakeId?: string): void {
    if (intakeId === undefined) this.#held.clear()
    else this.#held.delete(intakeId)
  }
}
