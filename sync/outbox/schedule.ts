import type { EntryProblem, OutboxEntry } from './entry.ts'

/** How long to wait between attempts. Milliseconds. */
export interface Backoff {
  readonly baseMs: number
  /** Even the luckiest draw waits this long: a failing hub is not asked in a tight loop. */
  readonly leastMs: number
  readonly capMs: number
  /** A `Retry-After` beyond this is a mistake of the hub and is cut to it. */
  readonly longestRetryAfterMs: number
}

export const defaultBackoff: Backoff = {
  baseMs: 1_000,
  leastMs: 200,
  capMs: 5 * 60_000,
  longestRetryAfterMs: 60 * 60_000,
}

/**
 * Delay before the attempt after `attempts` failed ones: full jitter (a random share of a doubling, capped ceiling),
 * never shorter than what the hub asked for by `Retry-After`.
 * @param random uniform in [0, 1).
 */
export function backoffDelay(
  attempts: number,
  random: () => number,
  retryAfterMs: number | null = null,
  backoff: Backoff = defaultBackoff,
): number {
  const ceiling = Math.min(backoff.capMs, backoff.baseMs * 2 ** Math.min(Math.max(attempts - 1, 0), 30))
  const floor = Math.min(Math.max(retryAfterMs ?? 0, 0), backoff.longestRetryAfterMs)
  return Math.max(Math.round(random() * ceiling), floor, backoff.leastMs)
}

/** The entry after one more failed attempt. */
export function afterFailure(
  entry: OutboxEntry,
  problem: EntryProblem,
  options: { now: number; random: () => number; retryAfterMs?: number | null; backoff?: Backoff },
): OutboxEntry {
  const attempts = entry.attempts + 1
  const delay = backoffDelay(attempts, options.random, options.retryAfterMs ?? null, options.backoff)
  return {
    ...entry,
    attempts,
    lastProblem: problem,
    scheduledAt: options.now,
    nextAttemptAt: options.now + delay,
  }
}

/**
 * When the entry is due. A clock that was set back would make a short wait last for months: the wait is then counted
 * from now; and no wait is ever longer than the longest that the schedule can choose.
 */
export function dueAt(entry: OutboxEntry, now: number, backoff: Backoff = defaultBackoff): number {
  const longest = Math.max(backoff.capMs, backoff.longestRetryAfterMs)
  const wait = Math.min(Math.max(entry.nextAttemptAt - entry.scheduledAt, 0), longest)
  return Math.min(entry.scheduledAt, now) + wait
}

/** The entry with its schedule re-based on a clock that was set back, or the same entry. */
export function rebased(entry: OutboxEntry, now: number, backoff: Backoff = defaultBackoff): OutboxEntry {
  if (entry.scheduledAt <= now) return entry
  return { ...entry, nextAttemptAt: dueAt(entry, now, backoff), scheduledAt: now }
}

/** The entry due at once: connectivity has returned, or a person said 立即同步. What the hub asked for stays. */
export function dueNow(entry: OutboxEntry, now: number): OutboxEntry {
  return { ...entry, nextAttemptAt: now, scheduledAt: now }
}
