import type { WithdrawalReason } from '#sync/model'
import { withdrawEntry } from '#sync/outbox'
import type { LocalStore } from '#sync/store'
import { withTasksDone } from './supplement.ts'

/** What is registered behind an intake is registered with. */
export interface FollowParts {
  readonly store: LocalStore
  readonly operatorId: string
  /** Device time, milliseconds since 1970. */
  readonly now: number
  readonly newKey: () => string
}

/**
 * 撤回: registered here in one strict transaction with the entry that tells the hub, and once. Papers that were promised for
 * later are asked for no more, and nobody has to see to a refusal.
 */
export async function registerWithdrawal(
  parts: FollowParts,
  intakeId: string,
  reason: WithdrawalReason,
): Promise<void> {
  const { store, operatorId, now } = parts
  const withdrawalId = parts.newKey()
  const registered = { withdrawalId, reason, operatorId, at: new Date(now).toISOString() }
  await store.delivery.change(
    [intakeId],
    (record) =>
      record.withdrawal === null
        ? withTasksDone(
            { ...record, withdrawal: { ...registered, state: 'waiting' } },
            ({ kind }) => kind === 'deferred' || kind === 'refused',
          )
        : record,
    { putEntriesOnce: [withdrawEntry(intakeId, withdrawalId, now)] },
  )
}
