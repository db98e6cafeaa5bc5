import { z } from 'zod'
import { deviceErrorDataSchema } from './errors.ts'
import { deviceIdSchema } from './kinds.ts'
import { deviceSnapshotSchema } from './state.ts'
import { traceEntrySchema } from './trace.ts'

/** What a technician may know of one device beside its state. Holds no personal data. */
export const deviceReportSchema = z.strictObject({
  id: deviceIdSchema,
  snapshot: deviceSnapshotSchema,
  adapter: z.string(),
  /** As it stands in `terminal.yaml`. */
  transport: z.string(),
  lastError: z.strictObject({ at: z.iso.datetime(), error: deviceErrorDataSchema }).nullable(),
  /** How often it came up since the device host started. */
  openings: z.int().min(0),
  /** The newest last. */
  trace: z.array(traceEntrySchema),
})
export type DeviceReport = z.infer<typeof deviceReportSchema>
