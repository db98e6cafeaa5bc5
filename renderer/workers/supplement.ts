import { type Draft, namingValues, type Supplement, supplementSchema } from '#sync/model'
import { deferralTaskId, type DeliveryRecord, type TaskRecord } from '#sync/outbox'
import type { DraftStore, LocalStore, StoredIntake } from '#sync/store'
import { DeskError } from './desk-error.ts'
import { newDraft } from './draft-edits.ts'
import { type Doer, withSteps } from './draft-history.ts'

/** What a screen asks to hand in; to which intake, and under which number, the desk knows. */
export type SupplementInput = Pick<Supplement, 'requestId' | 'caseId' | 'matters' | 'items'>

function sameRequest(draft: Draft, intakeId: string, input: SupplementInput): boolean {
  const { supplement } = draft
  return (
    supplement?.intakeId === intakeId &&
    supplement.requestId === input.requestId &&
    supplement.items.map(({ materialId }) => materialId).join() ===
      input.items.map(({ materialId }) => materialId).join()
  )
}

/** What a draft is begun with. */
export interface Beginning {
  readonly drafts: DraftStore
  readonly newId: () => string
  readonly doer: Doer
}

/** An empty draft, stored with the first step of its history. */
export async function beginDraft(
  { drafts, newId, doer }: Beginning,
  input: { themeId: string; answers: Record<string, string> },
): Promise<Draft> {
  const { operatorId, at } = doer
  const empty = newDraft({ ...input, id: newId(), operatorId, at })
  const draft = await withSteps(empty, doer, [{ action: 'started' }])
  await drafts.create(draft)
  return draft
}

/**
 * 补正、容缺补交: a draft that brings what was missing of an intake. Who applied is taken along; what was begun for the same
 * request is gone on with.
 */
export async function draftSupplement(
  parts: Beginning,
  { intake }: Pick<StoredIntake, 'intake'>,
  input: SupplementInput,
): Promise<Draft> {
  const { drafts, doer } = parts
  const begun = (await drafts.list()).find((draft) => sameRequest(draft, intake.intakeId, input))
  if (begun !== undefined) return begun
  const { intakeId, receiptNumber, themeId, answers } = intake
  const parsed = supplementSchema.safeParse({ intakeId, receiptNumber, ...input })
  if (!parsed.success) throw new DeskError('supplement-invalid', 'the request cannot be answered as it is')
  const { operatorId, at } = doer
  const empty: Draft = {
    ...newDraft({ id: parts.newId(), operatorId, themeId, answers, at }),
    values: namingValues(intake.values),
    supplement: parsed.data,
    step: 'materials',
  }
  const draft = await withSteps(empty, doer, [{ action: 'started' }])
  await drafts.create(draft)
  return draft
}

/** The clerk has handed it in: its task is done here, whatever the line does. The case says the rest by the feed. */
export async function settleRequest(store: LocalStore, supplement: Supplement): Promise<void> {
  const { intakeId, requestId, items } = supplement
  const answered = new Set(
    requestId === null ? items.map(({ materialId }) => deferralTaskId(intakeId, materialId)) : [requestId],
  )
  await store.delivery.change([intakeId], (record) =>
    withTasksDone(record, (task) => answered.has(task.taskId)),
  )
}

/** What was promised for an intake that was taken back is asked for no more. */
export function withTasksDone(
  record: DeliveryRecord,
  isAnswered: (task: TaskRecord) => boolean,
): DeliveryRecord {
  const answered = (task: TaskRecord): boolean => task.state !== 'done' && isAnswered(task)
  return record.tasks.some(answered)
    ? { ...record, tasks: record.tasks.map((task) => (answered(task) ? { ...task, state: 'done' } : task)) }
    : record
}
