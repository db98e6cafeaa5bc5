import { deviceConfigSchema, deviceEventSchema, deviceInvocationSchema } from '#devices/contract'
import { z } from 'zod'

/** What the main process says to the device host. */
export const toDeviceHostSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start'), devices: z.array(deviceConfigSchema) }),
  z.strictObject({ type: z.literal('invoke'), invocation: deviceInvocationSchema }),
  z.strictObject({ type: z.literal('cancel'), requestId: z.uuid() }),
])
export type ToDeviceHost = z.infer<typeof toDeviceHostSchema>

const errorSchema = z.strictObject({ code: z.string(), message: z.string(), retryable: z.boolean() })

/** What the device host says to the main process. */
export const fromDeviceHostSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('event'), event: deviceEventSchema }),
  z.strictObject({
    type: z.literal('answer'),
    requestId: z.uuid(),
    result: z.discriminatedUnion('ok', [
      z.strictObject({ ok: z.literal(true), value: z.unknown() }),
      z.strictObject({ ok: z.literal(false), error: errorSchema }),
    ]),
  }),
])
export type FromDeviceHost = z.infer<typeof fromDeviceHostSchema>
