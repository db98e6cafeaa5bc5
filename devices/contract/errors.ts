import { z } from 'zod'
import { anyDevice } from './error-codes/any-device.ts'
import { codeScanner } from './error-codes/code.ts'
import { documentPrinter } from './error-codes/document.ts'
import type { CodeFacts } from './error-codes/facts.ts'
import { idCardReader } from './error-codes/id-card.ts'
import { statusLight } from './error-codes/light.ts'
import { receiptPrinter } from './error-codes/receipt.ts'
import { reviewPad } from './error-codes/review.ts'
import { documentScanner } from './error-codes/scan.ts'
import { smartCardReader } from './error-codes/smart-card.ts'

/** Every code, grouped by device, with what follows from it. */
export const deviceErrorCodes = {
  ...anyDevice,
  ...idCardReader,
  ...receiptPrinter,
  ...documentScanner,
  ...documentPrinter,
  ...reviewPad,
  ...statusLight,
  ...codeScanner,
  ...smartCardReader,
} as const satisfies Record<string, CodeFacts>

export type DeviceErrorCode = keyof typeof deviceErrorCodes
export type IdCardErrorCode = keyof typeof idCardReader
export type ReceiptErrorCode = keyof typeof receiptPrinter
export type DocumentErrorCode = keyof typeof documentPrinter
export type ScanErrorCode = keyof typeof documentScanner

const codeNames = Object.keys(deviceErrorCodes) as [DeviceErrorCode, ...DeviceErrorCode[]]

/** A device error as it crosses a process border or stands in a snapshot. */
export const deviceErrorDataSchema = z.strictObject({
  code: z.enum(codeNames),
  /** For technicians and logs: what the wire said, in hexadecimal where it helps; never anything from a card. */
  message: z.string(),
  retryable: z.boolean(),
})
export type DeviceErrorData = z.infer<typeof deviceErrorDataSchema>

/** The one error that adapters, transports and the runtime throw. A person reads a sentence chosen by `code`. */
export class DeviceError extends Error implements DeviceErrorData {
  override readonly name = 'DeviceError'
  readonly code: DeviceErrorCode
  readonly retryable: boolean

  constructor(code: DeviceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.retryable = deviceErrorCodes[code].retryable
  }
}

/** Whether a caught value is a {@link DeviceError}, of one of `codes` if any are given. */
export function isDeviceError<C extends DeviceErrorCode>(
  value: unknown,
  ...codes: readonly C[]
): value is DeviceError & { readonly code: C } {
  return (
    value instanceof DeviceError && (codes.length === 0 || (codes as readonly string[]).includes(value.code))
  )
}

/** Whether `value` is the plain form of a device error, as received from another process. */
export function isDeviceErrorData(value: unknown): value is DeviceErrorData {
  return deviceErrorDataSchema.safeParse(value).success
}

/** Whether a string is one of the codes. */
export function isDeviceErrorCode(value: unknown): value is DeviceErrorCode {
  return typeof value === 'string' && Object.hasOwn(deviceErrorCodes, value)
}

/** Any thrown value as plain data. What is not a {@link DeviceError} is a fault of this program. */
export function toDeviceErrorData(value: unknown): DeviceErrorData {
  if (value instanceof DeviceError) {
    return { code: value.code, message: value.message, retryable: value.retryable }
  }
  const message = value instanceof Error ? `${value.name}: ${value.message}` : String(value)
  return { code: 'device.internal', message, retryable: false }
}

/** The class again, on the receiving side of a border. */
export function fromDeviceErrorData(data: DeviceErrorData): DeviceError {
  return new DeviceError(data.code, data.message)
}
