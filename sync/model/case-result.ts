import { z } from 'zod'

/**
 * 办结结果 of one department's case, by name; regions number the same outcomes differently, so numbers exist only in the
 * mapping layer at a border (domain facts §1.4).
 */
export const caseOutcomes = [
  'granted', // 准予、出证
  'refused', // 不予许可
  'returned', // 退件
  'not-accepted', // 不予受理
] as const
export type CaseOutcome = (typeof caseOutcomes)[number]

/** How a result paper left the hall. What left it once does not leave it again. */
export const handOverSchema = z.strictObject({
  way: z.enum(['collected', 'posted']),
  at: z.iso.datetime({ offset: true }),
})
export type HandOver = z.infer<typeof handOverSchema>

/** 结果证照, as the department enters it: name, number, validity and issuing body by GB/T 39046, table 8. */
export const issuedDocumentSchema = z.strictObject({
  name: z.string().min(1).max(100),
  number: z.string().max(60).nullable().default(null),
  validFrom: z.iso.date().nullable().default(null),
  /** Null where it holds without end, or the department did not say. */
  validUntil: z.iso.date().nullable().default(null),
  issuedBy: z.string().min(1).max(100),
  /** `electronic`: there is nothing to collect or to post. `both`: paper, and an e-licence of the same. */
  medium: z.enum(['paper', 'electronic', 'both']),
  /** 电子证照标识 (GB/T 36904). */
  licenceId: z.string().max(128).nullable().default(null),
})
export type IssuedDocument = z.infer<typeof issuedDocumentSchema>

/** A result document with its name at the hub, and how it left the hall. */
export const resultDocumentSchema = issuedDocumentSchema.extend({
  documentId: z.uuid(),
  handOver: handOverSchema.nullable(),
})
export type ResultDocument = z.infer<typeof resultDocumentSchema>

/** 办理结果: how a department decided, why where it said no, and what it gave out. */
export const caseResultSchema = z.strictObject({
  outcome: z.enum(caseOutcomes),
  reason: z.string().max(1000),
  decidedAt: z.iso.datetime({ offset: true }),
  documents: z.array(resultDocumentSchema).max(20),
})
export type CaseResult = z.infer<typeof caseResultSchema>

/** Whether there is a piece of paper that somebody can still be given. */
export function isInHall({ medium, handOver }: Pick<ResultDocument, 'medium' | 'handOver'>): boolean {
  return medium !== 'electronic' && handOver === null
}

/** Whether the result is one against which the applicant has remedies (行政复议、行政诉讼). */
export function isAdverse(outcome: CaseOutcome): boolean {
  return outcome !== 'granted'
}
