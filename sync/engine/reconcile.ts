import { entriesFor, type OutboxEntry, pickUpEntry, withdrawEntry } from '#sync/outbox'
import { deadlineFor, withDeadline } from './deadline.ts'
import { reopened } from './feed-changes.ts'
import type { Clock, DeliveryHub, EngineStore, Holding, HubProblem, MissingHolding } from './ports.ts'

/** So many are asked about at a time. */
const atOnce = 100

/** What comparing works with. */
export interface ReconcileParts {
  readonly hub: DeliveryHub
  readonly store: EngineStore
  readonly clock: Clock
  readonly newKey: () => string
}

/** What comparing found. */
export interface Reconciled {
  /** Intakes of which something is to be sent again. */
  readonly intakeIds: readonly string[]
  /** Null when all was compared. */
  readonly problem: HubProblem | null
}

/**
 * 核对: a hub with another epoch was restored from a back-up, and may lack what it had confirmed since. It is asked for all
 * that it ever confirmed and that is still kept here; what it does not have goes into the outbox again. The epoch is noted
 * at the very end: whatever stops this before, the next poll begins it anew, and doing it twice changes nothing.
 * @throws the store's errors.
 */
export async function reconcile(
  parts: ReconcileParts,
  epoch: string,
  stop: AbortSignal,
  onAnswer: (problem: HubProblem | null) => void,
): Promise<Reconciled> {
  const { hub, store, clock } = parts
  const intakeIds: string[] = []
  if ((await store.epoch()) === epoch) return { intakeIds, problem: null }
  for (let after: string | null = ''; after !== null;) {
    const page: Awaited<ReturnType<EngineStore['holdings']>> = await store.holdings(after, atOnce)
    if (page.holdings.length > 0) {
      const answer = await withDeadline(clock, deadlineFor(0), stop, (signal) =>
        hub.compare(page.holdings, signal),
      )
      onAnswer(answer.ok ? null : answer.problem)
      if (!answer.ok) return { intakeIds, problem: answer.problem }
      for (const missing of answer.value) {
        const held = page.holdings.find((one) => one.intakeId === missing.intakeId)
        if (held !== undefined && (await reopen(parts, held, missing))) intakeIds.push(held.intakeId)
      }
    }
    after = page.next
  }
  await store.noteEpoch(epoch)
  return { intakeIds, problem: null }
}

/** @returns whether something of it is to be sent again */
async function reopen(parts: ReconcileParts, held: Holding, missing: MissingHolding): Promise<boolean> {
  const { store } = parts
  const changed = await store.change([held.intakeId], (record) => reopened(record, missing), {
    putEntriesOnce: await entriesOf(parts, held, missing),
  })
  return (changed ?? []).length > 0
}

async function entriesOf(
  { store, clock, newKey }: ReconcileParts,
  { intakeId, withdrawalId, pickUpIds }: Holding,
  missing: MissingHolding,
): Promise<OutboxEntry[]> {
  const now = clock.now()
  const lost = new Set(missing.pickUpIds)
  return [
    ...(missing.intake ? entriesFor({ intakeId, parts: await store.partShapes(intakeId) }, now, newKey) : []),
    ...(withdrawalId !== null && (missing.intake || missing.withdrawal)
      ? [withdrawEntry(intakeId, withdrawalId, now)]
      : []),
    ...pickUpIds.filter((id) => missing.intake || lost.has(id)).map((id) => pickUpEntry(intakeId, id, now)),
  ]
}
