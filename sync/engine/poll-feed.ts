import type { TaskRecord } from '#sync/outbox'
import { deadlineFor, withDeadline } from './deadline.ts'
import { applyChange } from './feed-changes.ts'
import type { Clock, DeliveryHub, EngineStore, FeedPage, HubProblem } from './ports.ts'

/** Pages taken in one go; the rest comes with the next poll. */
const pageLimit = 100

/** What a poll brought. */
export interface PollOutcome {
  readonly received: number
  readonly intakeIds: readonly string[]
  /** Tasks that were not there before. */
  readonly tasks: readonly TaskRecord[]
  /** Null when the feed was read to its end. */
  readonly problem: HubProblem | null
  /** The epoch that the hub named last; null where it named none. */
  readonly epoch: string | null
}

/**
 * Reads the change feed from the stored cursor to its end. Each page's events and its cursor are one transaction, so a
 * crash repeats a page at most, and repeating is harmless.
 * @param onAnswer hears of every answer at once: null for a good one.
 * @throws the store's errors.
 */
export async function pollFeed(
  parts: { hub: DeliveryHub; store: EngineStore; clock: Clock },
  stop: AbortSignal,
  onAnswer: (problem: HubProblem | null) => void,
): Promise<PollOutcome> {
  const { hub, store, clock } = parts
  const intakeIds = new Set<string>()
  const tasks = new Map<string, TaskRecord>()
  let received = 0
  let epoch: string | null = null
  const outcome = (problem: HubProblem | null): PollOutcome => ({
    received,
    intakeIds: [...intakeIds],
    tasks: [...tasks.values()],
    problem,
    epoch,
  })
  for (let page = 0; page < pageLimit; page++) {
    const from = await store.cursor()
    const answer = await withDeadline(clock, deadlineFor(0), stop, (signal) => hub.feed(from, signal))
    onAnswer(answer.ok ? null : answer.problem)
    if (!answer.ok) {
      if (answer.problem.remedy !== 'resync' || from === null) return outcome(answer.problem)
      await store.resetCursor()
      continue
    }
    epoch = answer.value.epoch
    const applied = await applyPage(store, from, answer.value)
    if (applied === null) continue
    received += answer.value.changes.length
    for (const intakeId of applied.intakeIds) intakeIds.add(intakeId)
    for (const task of applied.tasks) tasks.set(task.taskId, task)
    if (!answer.value.more || answer.value.cursor === from) return outcome(null)
  }
  return outcome(null)
}

/** Null when another reader has moved the cursor on: the page is then asked for again from there. */
async function applyPage(
  store: EngineStore,
  from: string | null,
  page: FeedPage,
): Promise<{ intakeIds: string[]; tasks: TaskRecord[] } | null> {
  if (page.changes.length === 0 && page.cursor === from) return { intakeIds: [], tasks: [] }
  const fresh = new Map<string, TaskRecord>()
  const changed = await store.change(
    page.changes.map((change) => change.intakeId),
    (record) => {
      const after = page.changes.reduce(applyChange, record)
      const known = new Set(record.tasks.map((task) => task.taskId))
      for (const task of after.tasks) {
        if (!known.has(task.taskId) && task.state === 'new') fresh.set(task.taskId, task)
      }
      return after
    },
    { cursor: { from, to: page.cursor } },
  )
  if (changed === null) return null
  return { intakeIds: changed.map((record) => record.intakeId), tasks: [...fresh.values()] }
}
