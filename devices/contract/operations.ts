import { z } from 'zod'
import { idCardReadingSchema } from './id-card.ts'
import { deviceIdSchema, deviceKindSchema, type DeviceKind } from './kinds.ts'
import { printerStatusSchema, printOutcomeSchema, receiptDocumentSchema } from './receipt.ts'
import { scannedPageSchema, scanRequestSchema } from './scan.ts'

/** Everything that can be asked of a device: which kind it belongs to, the schema of its input and its output. */
export const operations = {
  /** Waits up to `timeoutMs` for a card to be put on, then reads it. */
  'id-card:read': {
    kind: 'id-card-reader',
    input: z.strictObject({ timeoutMs: z.int().min(100).max(600_000) }),
    output: idCardReadingSchema,
  },
  'receipt:status': { kind: 'receipt-printer', input: z.strictObject({}), output: printerStatusSchema },
  /** Prints, cuts, then asks the printer whether it could. */
  'receipt:print': {
    kind: 'receipt-printer',
    input: z.strictObject({ document: receiptDocumentSchema }),
    output: printOutcomeSchema,
  },
  'scan:page': { kind: 'document-scanner', input: scanRequestSchema, output: scannedPageSchema },
} as const satisfies Record<string, { kind: DeviceKind; input: z.ZodType; output: z.ZodType }>

export type OperationName = keyof typeof operations
export type OperationInput<O extends OperationName> = z.infer<(typeof operations)[O]['input']>
export type OperationOutput<O extends OperationName> = z.infer<(typeof operations)[O]['output']>

export const operationNameSchema = z.enum(Object.keys(operations) as [OperationName, ...OperationName[]])

/** One device by its id, or the first of a kind that is ready (else the first configured). */
export const deviceTargetSchema = z.union([
  z.strictObject({ id: deviceIdSchema }),
  z.strictObject({ kind: deviceKindSchema }),
])
export type DeviceTarget = z.infer<typeof deviceTargetSchema>

function invocation<O extends OperationName>(operation: O) {
  return z.strictObject({
    /** Chosen by the caller; the word by which the operation is cancelled. */
    requestId: z.uuid(),
    operation: z.literal(operation),
    target: deviceTargetSchema,
    input: operations[operation].input as (typeof operations)[O]['input'],
  })
}

/** An operation as it travels between processes. */
export const deviceInvocationSchema = z.discriminatedUnion('operation', [
  invocation('id-card:read'),
  invocation('receipt:status'),
  invocation('receipt:print'),
  invocation('scan:page'),
])
export type DeviceInvocation = z.infer<typeof deviceInvocationSchema>
