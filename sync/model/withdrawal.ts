import { z } from 'zod'

/** Why an intake is taken back. A choice, not a text: nothing of a person can slip into it. */
export const withdrawalReasons = ['changed-mind', 'wrong-information', 'other-channel', 'other'] as const
export type WithdrawalReason = (typeof withdrawalReasons)[number]

/** 撤回: the applicant takes the intake back, and the clerk who heard it registers that. */
export const withdrawalSchema = z.strictObject({
  /** Names this withdrawal: a repeat is the same one. */
  withdrawalId: z.uuid(),
  reason: z.enum(withdrawalReasons),
  operatorId: z.string().max(60),
  at: z.iso.datetime({ offset: true }),
})
export type Withdrawal = z.infer<typeof withdrawalSchema>
