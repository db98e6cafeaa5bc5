import type { Clock } from '#sync/engine'
import type { SearchStore } from '#sync/store'

/** The start, and what a clerk does first, go before. */
const firstAfterMs = 5_000
/** Between two steps the worker does what it is asked. */
const pauseMs = 50
const againAfterMs = 3_600_000
const atOnce = 20

/**
 * Gives intakes that were stored without an index theirs, a few at a time, until all have one or `signal` fires: those of a version
 * before there was a search, and of one that somebody went back to.
 */
export function keepIndexed(
  {
    search,
    clock,
  }: { readonly search: Pick<SearchStore, 'isComplete' | 'indexNext'>; readonly clock: Clock },
  signal: AbortSignal,
): void {
  const later = (delayMs: number, work: () => Promise<void>): void => {
    const stop = clock.after(delayMs, () => {
      if (!signal.aborted) void work().catch(() => later(againAfterMs, begin))
    })
    signal.addEventListener('abort', stop, { once: true })
  }
  const step = async (after: string): Promise<void> => {
    const next = await search.indexNext(after, atOnce)
    if (next !== null && !signal.aborted) later(pauseMs, () => step(next))
  }
  const begin = async (): Promise<void> => {
    if (!(await search.isComplete())) await step('')
  }
  later(firstAfterMs, begin)
}
