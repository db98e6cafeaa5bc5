import type { CaseRecord, DeliveryRecord, TaskRecord } from '#sync/outbox'
import type { FeedChange, MissingHolding } from './ports.ts'

/**
 * The record after an event of the feed. Pure, and indifferent to replays, gaps and order: a case keeps the state of the
 * event with the highest position, a task exists once, and one that was answered meanwhile does not open again.
 * @returns the same object when nothing changed.
 */
export function applyChange(record: DeliveryRecord, change: FeedChange): DeliveryRecord {
  if (change.intakeId !== record.intakeId) return record
  if (change.kind === 'accepted') {
    const named =
      change.provinceNumber === null || change.provinceNumber === record.provinceNumber
        ? record
        : { ...record, provinceNumber: change.provinceNumber }
    return change.cases.reduce(
      (now, one) => withAcceptedCase(now, { ...one, position: change.position }),
      named,
    )
  }
  // An order is paid once: whatever comes after says the same.
  if (change.kind === 'paid') return record.payment === null ? { ...record, payment: change.payment } : record
  if (change.kind === 'case') return withCase(record, { ...change.case, position: change.position })
  return withSupplement(record, change)
}

/**
 * The record with a case as it stood when the hub took the intake in. That is the first thing that is ever said of a case: whatever
 * a department said of it is newer, also where a hub that was restored from a back-up has taken the intake in once more. A
 * matter has one case: one under another id is of a hub that has forgotten it.
 */
function withAcceptedCase(record: DeliveryRecord, next: CaseRecord): DeliveryRecord {
  const before = record.cases.find((one) => one.matterId === next.matterId)
  if (before === undefined || before.position === 0) return withCase(withoutOther(record, next), next)
  return before.caseId === next.caseId || before.position >= next.position
    ? record
    : withCase(withoutOther(record, next), next)
}

function withoutOther(record: DeliveryRecord, { matterId, caseId }: CaseRecord): DeliveryRecord {
  const cases = record.cases.filter((one) => one.matterId !== matterId || one.caseId === caseId)
  return cases.length === record.cases.length ? record : { ...record, cases }
}

/** The record with a case as it was at `next.position`, unless something newer is known of it. */
export function withCase(record: DeliveryRecord, next: CaseRecord): DeliveryRecord {
  const before = record.cases.find((one) => one.caseId === next.caseId)
  if (before !== undefined && before.position >= next.position) return record
  const cases =
    before === undefined ? [...record.cases, next] : record.cases.map((one) => (one === before ? next : one))
  return { ...record, cases, tasks: settleTasks(record.tasks, next) }
}

/** A supplement is answered when its case has moved on to another state. */
function settleTasks(tasks: readonly TaskRecord[], now: CaseRecord): readonly TaskRecord[] {
  const answered = (task: TaskRecord): boolean =>
    task.kind === 'supplement' &&
    task.state !== 'done' &&
    task.caseId === now.caseId &&
    now.status !== 'supplementing' &&
    now.position > task.position
  return tasks.some(answered)
    ? tasks.map((task) => (answered(task) ? { ...task, state: 'done' } : task))
    : tasks
}

function withSupplement(
  record: DeliveryRecord,
  change: Extract<FeedChange, { kind: 'supplement' }>,
): DeliveryRecord {
  if (record.tasks.some((task) => task.taskId === change.task.taskId)) return record
  const movedOn = record.cases.some(
    (one) =>
      one.caseId === change.task.caseId && one.position > change.position && one.status !== 'supplementing',
  )
  const task: TaskRecord = {
    ...change.task,
    intakeId: record.intakeId,
    operatorId: record.operatorId,
    receiptNumber: record.receiptNumber,
    kind: 'supplement',
    state: movedOn ? 'done' : 'new',
    position: change.position,
  }
  return { ...record, tasks: [...record.tasks, task] }
}

/** The record once the hub has said that it has the whole intake. Repeating it changes nothing more. */
export function accepted(
  record: DeliveryRecord,
  answer: { provinceNumber: string | null; cases: readonly CaseRecord[] },
): DeliveryRecord {
  const delivered: DeliveryRecord = {
    ...record,
    delivery: 'delivered',
    provinceNumber: answer.provinceNumber ?? record.provinceNumber,
    tasks: record.tasks.map((task) => (task.kind === 'refused' ? { ...task, state: 'done' as const } : task)),
  }
  return answer.cases.reduce(withCase, delivered)
}

/** The record once it is known that the hub has lost some of what it had confirmed: that is to be sent again. */
export function reopened(record: DeliveryRecord, missing: MissingHolding): DeliveryRecord {
  if (record.delivery !== 'delivered') return record
  const lost = new Set(missing.pickUpIds)
  const pickUps = record.pickUps.map((one) =>
    one.state === 'done' && (missing.intake || lost.has(one.pickUpId))
      ? { ...one, state: 'waiting' as const }
      : one,
  )
  const { withdrawal } = record
  const again = withdrawal?.state === 'done' && (missing.intake || missing.withdrawal)
  return {
    ...record,
    delivery: missing.intake ? 'waiting' : 'delivered',
    withdrawal: again ? { ...withdrawal, state: 'waiting' } : withdrawal,
    pickUps,
  }
}

/** The record once the hub has refused the intake for good: a task for the clerk, and nothing is lost. */
export function refusedRecord(
  record: DeliveryRecord,
  reason: { detail: string; at: string },
): DeliveryRecord {
  const taskId = `refused-${record.intakeId}`
  const task: TaskRecord = {
    taskId,
    intakeId: record.intakeId,
    operatorId: record.operatorId,
    receiptNumber: record.receiptNumber,
    kind: 'refused',
    caseId: null,
    department: null,
    matterId: null,
    items: [],
    note: reason.detail,
    dueDate: null,
    at: reason.at,
    state: 'new',
    position: 0,
  }
  return {
    ...record,
    delivery: 'refused',
    tasks: [...record.tasks.filter((other) => other.taskId !== taskId), task],
  }
}

/** The record once the hub has noted a pick-up; what has left the hall comes by the feed. */
export function pickUpNoted(record: DeliveryRecord, pickUpId: string): DeliveryRecord {
  const open = record.pickUps.some((one) => one.pickUpId === pickUpId && one.state === 'waiting')
  if (!open) return record
  const pickUps = record.pickUps.map((one) =>
    one.pickUpId === pickUpId ? { ...one, state: 'done' as const } : one,
  )
  return { ...record, pickUps }
}

/** The record once the hub knows of the review. */
export function reviewNoted(record: DeliveryRecord): DeliveryRecord {
  return record.review?.outcome !== 'rated' || record.review.state === 'done'
    ? record
    : { ...record, review: { ...record.review, state: 'done' } }
}

/** The record once the hub has taken the withdrawal; how each case stands comes by the feed. */
export function withdrawn(record: DeliveryRecord): DeliveryRecord {
  return record.withdrawal === null || record.withdrawal.state === 'done'
    ? record
    : { ...record, withdrawal: { ...record.withdrawal, state: 'done' } }
}
