import { z } from 'zod'
import { caseSchema } from './schemas.ts'

/** What the hub has after a pick-up: every case of the intake with what has left the hall. */
export const pickUpAnswerSchema = z.strictObject({ pickUpId: z.uuid(), cases: z.array(caseSchema) })
export type PickUpAnswer = z.infer<typeof pickUpAnswerSchema>
