import type { SyncState } from '#renderer/workers'

/** How long ago an instant was, in the largest unit that says enough. */
export type Age =
  { readonly unit: 'now' } | { readonly unit: 'minutes' | 'hours' | 'days'; readonly n: number }

/** The age of `isoTime` at `nowMs`; a clock that runs ahead gives `now`, never a negative age. */
export function ageOf(isoTime: string, nowMs: number): Age {
  const minutes = Math.floor((nowMs - Date.parse(isoTime)) / 60_000)
  if (!(minutes >= 1)) return { unit: 'now' }
  if (minutes < 60) return { unit: 'minutes', n: minutes }
  if (minutes < 48 * 60) return { unit: 'hours', n: Math.floor(minutes / 60) }
  return { unit: 'days', n: Math.floor(minutes / (24 * 60)) }
}

/** The mark of the state: what a glance at the bar must tell. Waiting is only worth a mark when the line is there. */
export function markOf(state: SyncState | null): 'good' | 'waiting' | 'off' | 'problem' {
  if (state === null || state.link === 'unknown') return 'waiting'
  if (state.link === 'parked') return 'problem'
  if (state.link === 'offline') return 'off'
  return state.pendingIntakes > 0 ? 'waiting' : 'good'
}

/** The law counts five days' silence as acceptance (行政许可法 §32); two of them are left for the way and the department. */
const tooLongMs = 3 * 24 * 60 * 60_000

/** Whether what was taken in at `isoTime` must now be brought to the hub by another way than by waiting. */
export function waitsTooLong(isoTime: string, nowMs: number): boolean {
  return nowMs - Date.parse(isoTime) >= tooLongMs
}
