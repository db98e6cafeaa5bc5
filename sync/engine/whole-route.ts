import type { OutboxEntry } from '#sync/outbox'
import { LineSpeed } from './line-speed.ts'
import type { HubProblem } from './ports.ts'

/** A request that would take longer is sent step by step, which a break of the line takes back less of. */
const shortMs = 2_000
/** However fast the line: the hub holds a whole packet in memory while it looks at it. */
const largestBytes = 8 * 1024 * 1024

/**
 * 整包或分步: whether an intake goes in one request or by announcement, parts and commit. In one where the line is known to carry it in
 * a moment; else, and whenever something was in the way before, step by step, which wastes nothing.
 */
export class WholeRoute {
  readonly speed = new LineSpeed()
  readonly #stepwise = new Set<string>()
  #taken = true

  /** @param waiting the intake's operations that are left, all parts among them; the first is the next */
  mayGo(intakeId: string, waiting: readonly OutboxEntry[]): boolean {
    const size = waiting.reduce((sum, entry) => sum + entry.size, 0)
    const next = waiting[0]?.kind
    return (
      this.#taken &&
      // A commit alone is as short as that.
      (next === 'announce' || next === 'part') &&
      waiting.every(({ attempts }) => attempts === 0) &&
      !this.#stepwise.has(intakeId) &&
      size <= largestBytes &&
      this.speed.timeFor(size) <= shortMs
    )
  }

  /** Whether it has to go step by step for that: then nothing has failed yet. */
  refused(intakeId: string, problem: HubProblem): boolean {
    const noFile = problem.code.startsWith('packet.')
    // In the hub's own words: what a captive portal answers says nothing of the hub.
    const noRoute = problem.code === 'hub.not-found'
    if (noFile) this.#stepwise.add(intakeId)
    if (noRoute) this.#taken = false
    return noFile || noRoute
  }

  /** The intake has come to an end. */
  forget(intakeId: string): void {
    this.#stepwise.delete(intakeId)
  }
}
