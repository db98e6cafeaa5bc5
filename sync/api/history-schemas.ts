import { z } from 'zod'
import { intakeIdSchema, terminalIdSchema } from './schemas.ts'

/** 收件过程: `begun-late` has steps of before there was a chain, `none` has no chain at all. */
export const historyStateSchema = z.enum(['whole', 'begun-late', 'none', 'broken'])
export type HistoryState = z.infer<typeof historyStateSchema>

export const historyFaultSchema = z.strictObject({
  kind: z.enum(['origin', 'gap', 'edited', 'head', 'end', 'lapsed']),
  /** Step of the history, from 1. */
  at: z.int(),
})
export type HistoryFault = z.infer<typeof historyFaultSchema>

/** How the hub found an intake's history when it committed it. */
export const intakeHistorySchema = z.strictObject({
  intakeId: intakeIdSchema,
  receiptNumber: z.string(),
  terminalId: terminalIdSchema,
  state: historyStateSchema,
  steps: z.int(),
  head: z.string(),
  faults: z.array(historyFaultSchema),
  checkedAt: z.iso.datetime({ offset: true }),
})
export type IntakeHistory = z.infer<typeof intakeHistorySchema>
export const historyListSchema = z.strictObject({ histories: z.array(intakeHistorySchema) })
