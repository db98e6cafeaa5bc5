import { intakeSchema } from '#sync/model'
import {
  caseRecordSchema,
  paymentRecordSchema,
  pickUpRecordSchema,
  reviewRecordSchema,
  withdrawalRecordSchema,
} from '#sync/outbox'
import { z } from 'zod'

/** The encrypted value of an intake's row: what was taken in, and what came back. */
export const storedDetailsSchema = z.strictObject({
  schema: z.literal(1),
  intake: intakeSchema,
  provinceNumber: z.string().nullable(),
  cases: z.array(caseRecordSchema),
  payment: paymentRecordSchema.nullable().default(null),
  withdrawal: withdrawalRecordSchema.nullable().default(null),
  pickUps: z.array(pickUpRecordSchema).default([]),
  review: reviewRecordSchema.nullable().default(null),
})
export type StoredDetails = z.infer<typeof storedDetailsSchema>
