import { evidenceGrades, issuedDocumentSchema } from '#sync/model'
import { z } from 'zod'

/** 办结信息, as the department enters it with 办结. Only what was granted gives out documents. */
export const departmentResultSchema = z.strictObject({
  outcome: z.enum(['granted', 'refused', 'returned']),
  /** Why, in words for the applicant; a refusal without it would be none. */
  reason: z.string().trim().max(1000).default(''),
  documents: z.array(issuedDocumentSchema).max(20).default([]),
})
export type DepartmentResult = z.infer<typeof departmentResultSchema>

/** Whether what was entered can be a case's end. */
export function fitsStatus({
  status,
  result,
}: {
  status: string
  result?: DepartmentResult | undefined
}): boolean {
  if (result === undefined) return true
  if (status !== 'completed') return false
  return result.outcome === 'granted' || (result.reason !== '' && result.documents.length === 0)
}

/** A material as its department sees it, with how far it may be relied on. */
export const departmentMaterialSchema = z.strictObject({
  materialId: z.string(),
  status: z.string(),
  /** 材料可信等级; null where nothing was handed in. */
  grade: z.enum(evidenceGrades).nullable(),
  attachments: z.array(z.string()),
})
