import type { EngineSnapshot } from '#sync/engine'
import type { CaseStatus, DeliveryState } from '#sync/model'
import { type CaseRecord, isOpenTask, type PickUpRecord, type TaskRecord } from '#sync/outbox'
import type { StoredIntake } from '#sync/store'
import type { CaseView, IntakeDetail, IntakeSummary, PickUpView, SyncState, TaskView } from './intake-desk.ts'
import { documentsInHall } from './pick-up.ts'

/** States after which a department has nothing more to do. */
const finished: ReadonlySet<CaseStatus> = new Set(['completed', 'rejected', 'withdrawn'])

/** The stored state with what is true only at the moment. */
export function deliveryOf(stored: StoredIntake, sendingIds: readonly string[]): DeliveryState {
  return stored.delivery === 'waiting' && sendingIds.includes(stored.intakeId) ? 'sending' : stored.delivery
}

export function taskView(task: TaskRecord): TaskView {
  const { taskId, intakeId, receiptNumber, kind, department, caseId, matterId } = task
  const { items, note, dueDate, at } = task
  const seen = task.state !== 'new'
  return {
    ...{ taskId, intakeId, receiptNumber, kind, department, caseId, matterId },
    ...{ items, note, dueDate, at, seen },
  }
}

function caseView({ caseId, caseNumber, matterId, department, status, result }: CaseRecord): CaseView {
  return { caseId, caseNumber, matterId, department, status, result }
}

function pickUpView({ pickUpId, documentIds, at, collector, state }: PickUpRecord): PickUpView {
  return { pickUpId, documentIds, at, collector, state }
}

export function summaryOf(stored: StoredIntake, sendingIds: readonly string[]): IntakeSummary {
  const { intake, cases, tasks } = stored
  return {
    intakeId: intake.intakeId,
    receiptNumber: intake.receiptNumber,
    themeId: intake.themeId,
    supplements: intake.supplement?.receiptNumber ?? null,
    applicantName: intake.values[`${intake.signature.signer}.name`]?.value ?? '',
    organisations: Object.fromEntries(
      Object.entries(intake.values).filter(([field]) => field.endsWith('.orgName')),
    ),
    submittedAt: intake.submittedAt,
    delivery: deliveryOf(stored, sendingIds),
    provinceNumber: stored.provinceNumber,
    casesDone: cases.filter((one) => finished.has(one.status)).length,
    casesTotal: cases.length,
    openTasks: tasks.filter(isOpenTask).length,
  }
}

/** Cases in the order of the intake's matters; open tasks only. */
export function detailOf(stored: StoredIntake, sendingIds: readonly string[]): IntakeDetail {
  const { intake } = stored
  const place = (one: CaseRecord): number => intake.matters.indexOf(one.matterId)
  return {
    intake,
    delivery: deliveryOf(stored, sendingIds),
    provinceNumber: stored.provinceNumber,
    cases: [...stored.cases].sort((a, b) => place(a) - place(b)).map(caseView),
    tasks: stored.tasks.filter(isOpenTask).map(taskView),
    payment: stored.payment,
    withdrawal: stored.withdrawal,
    pickUps: stored.pickUps.map(pickUpView),
    inHall: [...documentsInHall(stored)],
    review: stored.review,
  }
}

export function syncStateOf(snapshot: EngineSnapshot, openTasks: number): SyncState {
  const { link, reason, pendingIntakes, oldestPendingAt, sending, lastContactAt, scansWaitUntil } = snapshot
  return { link, reason, pendingIntakes, oldestPendingAt, sending, lastContactAt, scansWaitUntil, openTasks }
}

/** What a submission answers with. */
export function receiptOf({ intake }: Pick<StoredIntake, 'intake'>) {
  const { intakeId, receiptNumber, submittedAt } = intake
  return { intakeId, receiptNumber, submittedAt }
}
