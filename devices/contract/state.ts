import { z } from 'zod'
import { attentionReasonSchema } from './attention.ts'
import { scannedCodeSchema } from './code.ts'
import { documentProgressSchema } from './document.ts'
import { deviceErrorDataSchema } from './errors.ts'
import { deviceIdSchema, deviceKindSchema } from './kinds.ts'
import { operationNameSchema } from './operations.ts'

/** Where a device stands. Only `ready` and a usable `needs-attention` take an operation with hope of success. */
export const deviceStateSchema = z.discriminatedUnion('status', [
  /** Configured, and not looked for (runtime not started, or stopped). */
  z.strictObject({ status: z.literal('absent') }),
  /** `again`: it was up before, and is being looked for once more. */
  z.strictObject({ status: z.literal('starting'), again: z.boolean().optional() }),
  z.strictObject({ status: z.literal('ready') }),
  z.strictObject({ status: z.literal('busy'), operation: operationNameSchema }),
  z.strictObject({
    status: z.literal('needs-attention'),
    reason: attentionReasonSchema,
    /** True if it works all the same, e.g. paper near its end. */
    usable: z.boolean(),
  }),
  /** It could not be brought up; the runtime goes on trying, ever more slowly. */
  z.strictObject({ status: z.literal('failed'), error: deviceErrorDataSchema }),
])
export type DeviceState = z.infer<typeof deviceStateSchema>

export const deviceSnapshotSchema = z.strictObject({
  id: deviceIdSchema,
  kind: deviceKindSchema,
  /** What the hall calls it, in Chinese. */
  label: z.string(),
  state: deviceStateSchema,
  /** For technicians: the security module's number, model, last error. */
  detail: z.string().optional(),
  /** When it came into this state. */
  since: z.iso.datetime().optional(),
  /** The paper of a receipt printer, as configured: what a preview needs to be equal to it. */
  paper: z
    .strictObject({ widthMm: z.union([z.literal(80), z.literal(58)]), linesPerPart: z.int().positive() })
    .optional(),
  /** What can be asked of it; known once it has answered. */
  capabilities: z.array(operationNameSchema).optional(),
})
export type DeviceSnapshot = z.infer<typeof deviceSnapshotSchema>

/** What the runtime tells without being asked. */
export const deviceEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('state-changed'), snapshot: deviceSnapshotSchema }),
  z.strictObject({
    type: z.literal('operation-progressed'),
    deviceId: deviceIdSchema,
    operation: operationNameSchema,
    /** 0 to 100. */
    percent: z.number().min(0).max(100),
  }),
  /** A document on its way to paper: told at each change, from sending it to the last page. */
  z.strictObject({
    type: z.literal('document-progressed'),
    deviceId: deviceIdSchema,
    progress: documentProgressSchema,
  }),
  /** A card lies on the reader and is being read: the moment to tell people to leave it there. */
  z.strictObject({ type: z.literal('card-detected'), deviceId: deviceIdSchema }),
  /** The card of the last reading still lies on the reader though nothing is being read: its holder may walk off without it. */
  z.strictObject({ type: z.literal('card-left'), deviceId: deviceIdSchema }),
  /** A code that nobody had asked for: whatever screen is open may have a use for it. */
  z.strictObject({ type: z.literal('code-scanned'), deviceId: deviceIdSchema, code: scannedCodeSchema }),
  /** Something was scanned that is no code: whoever holds the scanner should hear that, and scan again. */
  z.strictObject({ type: z.literal('code-refused'), deviceId: deviceIdSchema, error: deviceErrorDataSchema }),
])
export type DeviceEvent = z.infer<typeof deviceEventSchema>

/** Whether an operation sent now has hope of success. */
export function isUsable(state: DeviceState): boolean {
  return state.status === 'ready' || (state.status === 'needs-attention' && state.usable)
}
