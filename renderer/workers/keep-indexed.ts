import type { Clock } from '#sync/engine'
import type { SearchStore } from '#sync/store'
import { BackgroundSteps } from './background-steps.ts'

/** The start, and what a clerk does first, go before. */
const firstAfterMs = 5_000
/** Between two steps the worker does what it is asked. */
const pauseMs = 50
const againAfterMs = 3_600_000
const atOnce = 20

/**
 * Gives intakes that have no index under the current key theirs, a few at a time, until all have one or `signal` fires: those of a version
 * before there was a search, of one that somebody went back to, and of before a rotation of keys.
 */
export function keepIndexed(
  parts: { readonly search: Pick<SearchStore, 'isComplete' | 'indexNext'>; readonly clock: Clock },
  signal: AbortSignal,
): void {
  const { search, clock } = parts
  const steps = new BackgroundSteps(clock, signal)
  const later = (delayMs: number, work: () => Promise<void>): void =>
    steps.later(delayMs, work, () => later(againAfterMs, begin))
  const step = async (after: string): Promise<void> => {
    const next = await search.indexNext(after, atOnce)
    if (next !== null) later(pauseMs, () => step(next))
  }
  const begin = async (): Promise<void> => {
    if (!(await search.isComplete())) await step('')
  }
  later(firstAfterMs, begin)
}
