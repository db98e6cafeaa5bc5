import { caseOutcomes, caseStatuses } from '#sync/model'
import { z } from 'zod'
import { caseSchema } from './schemas.ts'

/** What came of a withdrawal: how every case of the intake stands. Finished ones stay as they are. */
export const withdrawalAnswerSchema = z.strictObject({
  withdrawalId: z.uuid(),
  cases: z.array(caseSchema),
})
export type WithdrawalAnswer = z.infer<typeof withdrawalAnswerSchema>

/**
 * 办件进度查询: the number on the receipt, and something that only the applicant knows by heart. It goes in the body:
 * addresses end up in logs.
 */
export const progressQuerySchema = z.strictObject({
  receiptNumber: z.string().min(8).max(60),
  /** The last four characters of the applicant's identity number. */
  proof: z.string().regex(/^[0-9A-Za-z]{4}$/),
})
export type ProgressQuery = z.infer<typeof progressQuerySchema>

/** How an intake stands, for whoever holds its receipt: no name, no value of the form. */
export const progressAnswerSchema = z.strictObject({
  receiptNumber: z.string(),
  provinceNumber: z.string(),
  themeId: z.string(),
  receivedAt: z.iso.datetime({ offset: true }),
  cases: z.array(
    z.strictObject({
      matterId: z.string(),
      department: z.string(),
      caseNumber: z.string(),
      status: z.enum(caseStatuses),
      /** 办结结果; null until there is one, and where the department did not say. */
      outcome: z.enum(caseOutcomes).nullable().default(null),
    }),
  ),
  /** Whether a fee is open; null where nothing is to be paid or nobody has asked yet. */
  payment: z.enum(['open', 'paid']).nullable(),
})
export type ProgressAnswer = z.infer<typeof progressAnswerSchema>
