import type { HubProblem } from './ports.ts'

/** The line to the hub: one breaker for the host. Times are device time in milliseconds. */
export interface Link {
  readonly status: 'unknown' | 'online' | 'offline' | 'parked'
  /** A code of the message catalogue; null while online. */
  readonly reason: string | null
  readonly lastContactAt: number | null
  /** Nothing is asked of the hub before this: its own `Retry-After`. */
  readonly quietUntil: number
  readonly quietSince: number
}

export const unknownLink: Link = {
  status: 'unknown',
  reason: null,
  lastContactAt: null,
  quietUntil: 0,
  quietSince: 0,
}

const longestQuietMs = 60 * 60_000
/** Statuses that speak of the host or of what stands before it, not of one intake. */
const hostStatuses = new Set([0, 429, 502, 503, 504])

/** Statuses that can stand alone: the hub may be too busy to add a problem document. */
const bareStatuses = new Set([408, 425])

/** Whether something other than the hub has answered: a captive portal, a proxy, another program on its port. */
function isForeign(problem: HubProblem): boolean {
  if (problem.code === 'hub.garbage') return true
  return problem.code === 'hub.status' && problem.status < 500 && !bareStatuses.has(problem.status)
}

/** Whether this failure says that nobody else's request would fare better now. */
export function concernsHost(problem: HubProblem): boolean {
  if (problem.class === 'park') return true
  return problem.class === 'retry' && (hostStatuses.has(problem.status) || isForeign(problem))
}

/** The line after an answer: null for a good one. */
export function afterAnswer(link: Link, problem: HubProblem | null, now: number): Link {
  if (problem?.code === 'hub.stopped') return link
  const contact = problem === null || problem.status !== 0 ? now : link.lastContactAt
  if (problem === null || !concernsHost(problem)) {
    return { status: 'online', reason: null, lastContactAt: contact, quietUntil: 0, quietSince: 0 }
  }
  const quietMs = Math.min(Math.max(problem.retryAfterMs ?? 0, 0), longestQuietMs)
  return {
    status: problem.class === 'park' ? 'parked' : 'offline',
    reason: problem.code,
    lastContactAt: contact,
    quietUntil: now + quietMs,
    quietSince: now,
  }
}

/** Whether the hub has asked to be left alone; a clock that was set back ends that. */
export function isQuiet(link: Link, now: number): boolean {
  return now >= link.quietSince && now < link.quietUntil
}
