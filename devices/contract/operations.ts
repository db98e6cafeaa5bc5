import { z } from 'zod'
import { codeOperations } from './code.ts'
import { documentOperations } from './document.ts'
import { idCardOperations } from './id-card.ts'
import { deviceIdSchema, deviceKindSchema, type DeviceKind } from './kinds.ts'
import { receiptOperations } from './receipt.ts'
import { reviewOperations } from './review.ts'
import { scanOperations } from './scan.ts'
import { smartCardOperations } from './smart-card.ts'
import { lightOperations } from './status-light.ts'

/** Everything that can be asked of a device: which kind it belongs to, the schema of its input and its output. */
export const operations = {
  ...idCardOperations,
  ...receiptOperations,
  ...scanOperations,
  ...documentOperations,
  ...reviewOperations,
  ...lightOperations,
  ...codeOperations,
  ...smartCardOperations,
} as const satisfies Record<string, { kind: DeviceKind; input: z.ZodType; output: z.ZodType }>

export type OperationName = keyof typeof operations
export type OperationInput<O extends OperationName> = z.infer<(typeof operations)[O]['input']>
export type OperationOutput<O extends OperationName> = z.infer<(typeof operations)[O]['output']>

export const operationNameSchema = z.enum(Object.keys(operations) as [OperationName, ...OperationName[]])

/** What devices of a kind can be asked, unless one says of itself that it can less. */
export function operationsOf(kind: DeviceKind): OperationName[] {
  return operationNameSchema.options.filter((operation) => operations[operation].kind === kind)
}

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
export const deviceInvocationSchema = z.discriminatedUnion(
  'operation',
  // One member an operation: the cast says what `map` cannot.
  operationNameSchema.options.map(invocation) as unknown as Invocations,
)
export type DeviceInvocation = z.infer<typeof deviceInvocationSchema>

type InvocationSchema = { [O in OperationName]: ReturnType<typeof invocation<O>> }[OperationName]
type Invocations = [InvocationSchema, ...InvocationSchema[]]
