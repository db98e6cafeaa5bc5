import { z } from 'zod'
import { type Operation, terminalProblems } from './operation.ts'
import { intakeIdSchema } from './schemas.ts'

/** What a terminal was told that the hub has of one intake: ids and digests, nothing of a person. */
export const holdingSchema = z.strictObject({
  intakeId: intakeIdSchema,
  packetHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** The number that the hub gave; one that was lost with a back-up is given to the same intake again. */
  provinceNumber: z.string().max(60).nullable(),
  withdrawalId: z.uuid().nullable(),
  pickUpIds: z.array(z.uuid()).max(100),
  /** Whether the terminal was told that it is paid. */
  paid: z.boolean(),
})
export type Holding = z.infer<typeof holdingSchema>

/** How many a question may hold. */
export const holdingsAtOnce = 200

/** What the hub does not have of an intake that it once confirmed. */
export const missingHoldingSchema = z.strictObject({
  intakeId: intakeIdSchema,
  intake: z.boolean(),
  withdrawal: z.boolean(),
  pickUpIds: z.array(z.uuid()),
})
export type MissingHolding = z.infer<typeof missingHoldingSchema>

export const holdingOperations = {
  compareHoldings: {
    operationId: 'compareHoldings',
    method: 'POST',
    path: '/holdings',
    summary: '核对已送达的收件：系统从备份恢复后，缺的由终端重新报送',
    access: 'terminal',
    params: {},
    request: z.strictObject({ holdings: z.array(holdingSchema).max(holdingsAtOnce) }),
    response: z.strictObject({ missing: z.array(missingHoldingSchema) }),
    problems: terminalProblems,
  },
} as const satisfies Record<string, Operation>
