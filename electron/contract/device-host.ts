import {
  deviceConfigSchema,
  deviceEventSchema,
  deviceIdSchema,
  deviceInvocationSchema,
  deviceKindSchema,
  deviceProposalSchema,
  deviceReportSchema,
} from '#devices/contract'
import { z } from 'zod'

/** What the main process says to the device host. */
export const toDeviceHostSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('start'),
    devices: z.array(deviceConfigSchema),
    /** Devices that are left alone: their drivers brought the host down. */
    setAside: z.array(deviceIdSchema),
    /** Open one after another: after a crash it shows whose driver it was. */
    oneByOne: z.boolean(),
    /** Kinds of which the terminal takes what it finds. */
    auto: z.array(deviceKindSchema),
  }),
  z.strictObject({ type: z.literal('invoke'), invocation: deviceInvocationSchema }),
  z.strictObject({ type: z.literal('cancel'), requestId: z.uuid() }),
  z.strictObject({ type: z.literal('reconnect'), deviceId: deviceIdSchema }),
  z.strictObject({ type: z.literal('report'), requestId: z.uuid() }),
  z.strictObject({ type: z.literal('propose'), requestId: z.uuid() }),
  z.strictObject({ type: z.literal('beat'), beat: z.int() }),
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
  z.strictObject({
    type: z.literal('report'),
    requestId: z.uuid(),
    reports: z.array(deviceReportSchema),
  }),
  z.strictObject({
    type: z.literal('proposals'),
    requestId: z.uuid(),
    proposals: z.array(deviceProposalSchema),
  }),
  /** The host's loop turns: the answer to the same beat; 0 unasked, when it has loaded. */
  z.strictObject({ type: z.literal('beat'), beat: z.int() }),
])
export type FromDeviceHost = z.infer<typeof fromDeviceHostSchema>
