import type { Clock } from '#sync/engine'
import type { LocalStore } from '#sync/store'
import type { ShellPorts } from './intake-desk.ts'

/** The start has other things to do. */
const firstAfterMs = 60_000
const againAfterMs = 6 * 3_600_000
/** So many at a time: each is decrypted, and a clerk may be typing. */
const atOnce = 20
const dayMs = 86_400_000
/** A case that no department has ended in this time is not waited for any longer. */
const longestDays = 365

export interface RetentionParts {
  readonly store: Pick<LocalStore, 'retention'>
  readonly ports: Pick<ShellPorts, 'expirePackets'>
  readonly clock: Clock
  /** Days after which a delivered intake leaves this terminal. */
  readonly days: number
}

/**
 * Removes what is over, now. The packet goes first: an intake whose packet is still there would be rebuilt from it at the next start,
 * while one without its packet only waits for the next time.
 * @returns how many intakes went
 * @throws the store's and the shell's errors; what was not reached goes the next time
 */
export async function expireIntakes({ store, ports, clock, days }: RetentionParts): Promise<number> {
  const daysAgo = (count: number): string => new Date(clock.now() - count * dayMs).toISOString()
  const limits = { before: daysAgo(days), longest: daysAgo(Math.max(days, longestDays)) }
  let gone = 0
  for (let after: string | null = ''; after !== null;) {
    const { expired, next } = await store.retention.due(limits, after, atOnce)
    if (expired.length > 0) {
      const without = new Set(await ports.expirePackets(expired.map(({ intakeId }) => intakeId)))
      gone += await store.retention.expire(expired.filter(({ intakeId }) => without.has(intakeId)))
    }
    after = next
  }
  return gone
}

/** Does so again and again until `signal` fires. */
export function keepExpiring(parts: RetentionParts, signal: AbortSignal): void {
  const again = (delayMs: number): void => {
    const stop = parts.clock.after(delayMs, () => {
      if (signal.aborted) return
      expireIntakes(parts)
        .catch(() => undefined)
        .finally(() => {
          if (!signal.aborted) again(againAfterMs)
        })
    })
    signal.addEventListener('abort', stop, { once: true })
  }
  again(firstAfterMs)
}
