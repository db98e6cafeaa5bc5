import {
  caseResultSchema,
  caseStatuses,
  collectorKinds,
  pickUpSchema,
  reviewSchema,
  withdrawalSchema,
} from '#sync/model'
import { z } from 'zod'

/** One department's case as last heard from the hub. */
export const caseRecordSchema = z.strictObject({
  caseId: z.string(),
  caseNumber: z.string(),
  matterId: z.string(),
  department: z.string(),
  status: z.enum(caseStatuses),
  /** 办理结果; null until the department has decided, and where it did not enter one. */
  result: caseResultSchema.nullable().default(null),
  /** Position of the newest event applied to this case: an older one that comes late changes nothing. */
  position: z.number(),
})
export type CaseRecord = z.infer<typeof caseRecordSchema>

/** 缴费: what the hub said when the intake's order was paid. */
export const paymentRecordSchema = z.strictObject({
  orderNumber: z.string(),
  amountFen: z.int().positive(),
  transactionId: z.string(),
  paidAt: z.string(),
})
export type PaymentRecord = z.infer<typeof paymentRecordSchema>

/** 撤回 as it stands: registered here, or known to the hub. */
export const withdrawalRecordSchema = withdrawalSchema.extend({ state: z.enum(['waiting', 'done']) })
export type WithdrawalRecord = z.infer<typeof withdrawalRecordSchema>

/** 取件签收 as it stands: registered here, or known to the hub. Who collected, for the clerk's list and the slip. */
export const pickUpRecordSchema = pickUpSchema.extend({
  collector: z.strictObject({ kind: z.enum(collectorKinds), name: z.string() }),
  state: z.enum(['waiting', 'done']),
})
export type PickUpRecord = z.infer<typeof pickUpRecordSchema>

/** 好差评 as it stands: given here, or known to the hub. Whoever declined is not asked again, and the hub is told nothing. */
export const reviewRecordSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('rated'),
    review: reviewSchema,
    state: z.enum(['waiting', 'done']),
  }),
  z.strictObject({ outcome: z.literal('declined') }),
])
export type ReviewRecord = z.infer<typeof reviewRecordSchema>

/** `new` and `seen` are open; `later` is not due yet; `done` needs nobody any more. */
export const taskStates = ['later', 'new', 'seen', 'done'] as const
export type TaskState = (typeof taskStates)[number]

/** Whether somebody has to see to it now. */
export function isOpenTask({ state }: { readonly state: TaskState }): boolean {
  return state === 'new' || state === 'seen'
}

/** The id of the reminder of a paper that was promised for later (容缺后补). */
export function deferralTaskId(intakeId: string, materialId: string): string {
  return `${intakeId}/${materialId}`
}

/** 补正, a refusal by the hub, or a deferred paper that is due: something for the clerk who took the intake in. */
export const taskRecordSchema = z.strictObject({
  taskId: z.string(),
  intakeId: z.uuid(),
  operatorId: z.string(),
  receiptNumber: z.string(),
  kind: z.enum(['supplement', 'refused', 'deferred']),
  caseId: z.string().nullable(),
  department: z.string().nullable(),
  matterId: z.string().nullable(),
  items: z.array(z.strictObject({ materialId: z.string().nullable(), text: z.string() })),
  note: z.string(),
  /** `YYYY-MM-DD`, or null where none was set. */
  dueDate: z.string().nullable(),
  at: z.string(),
  state: z.enum(taskStates),
  /** Position of the event that made it; 0 where the terminal made it itself. */
  position: z.number(),
})
export type TaskRecord = z.infer<typeof taskRecordSchema>

/** Delivery as it is stored; `sending` is a thing of the moment and lives in the engine's memory only. */
export const storedDeliveries = ['waiting', 'delivered', 'refused'] as const
export type StoredDelivery = (typeof storedDeliveries)[number]

/** What is known of an intake's way, apart from the intake itself: the part that the hub's answers change. */
export interface DeliveryRecord {
  readonly intakeId: string
  readonly operatorId: string
  readonly receiptNumber: string
  readonly delivery: StoredDelivery
  readonly provinceNumber: string | null
  readonly cases: readonly CaseRecord[]
  readonly tasks: readonly TaskRecord[]
  /** Null while nothing is paid. */
  readonly payment: PaymentRecord | null
  /** Null while nobody took the intake back. */
  readonly withdrawal: WithdrawalRecord | null
  /** In the order in which they were registered. */
  readonly pickUps: readonly PickUpRecord[]
  /** Null while nobody was asked, or nobody answered. */
  readonly review: ReviewRecord | null
}
