import type { WithdrawalReason } from '#sync/model'
import { withdrawEntry } from '#sync/outbox'
import type { LocalStore } from '#sync/store'
import { withTasksDone } from './supplement.ts'

/**
 * 撤回: registered here in one strict transaction with the entry that tells the hub, and once. Papers that were promised for
 * later are asked for no more.
 */
export async function registerWithdrawal(
  parts: {
    readonly store: LocalStore
    readonly operatorId: string
    readonly now: number
    readonly newKey: () => string
  },
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
            ({ kind }) => kind === 'deferred',
          )
        : record,
    { putEntriesOnce: [withdrawEntry(intakeId, withdrawalId, now)] },
  )
}
