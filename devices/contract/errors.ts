import { z } from 'zod'

interface CodeFacts {
  /** The same request may succeed when it is sent again, perhaps after somebody has done something. */
  readonly retryable: boolean
}

const again: CodeFacts = { retryable: true }
const final: CodeFacts = { retryable: false }

/** Codes that any device can give. */
const anyDevice = {
  /** No device of that id or kind is in the configuration. */
  'device.not-configured': final,
  /** The device's adapter does not offer this operation. */
  'device.unsupported-operation': final,
  /** The input does not fit the operation's schema. */
  'device.invalid-request': final,
  /** The port, address or program cannot be opened. */
  'device.open-failed': again,
  /** The operating system refuses access to the port. */
  'device.permission-denied': final,
  /** The link broke: cable pulled, power lost, peer closed. */
  'device.disconnected': again,
  /** The device did not answer in time. */
  'device.timeout': again,
  /** The device answered with something that its protocol does not know, more often than line noise explains. */
  'device.protocol': again,
  /** The caller called the operation off. */
  'device.cancelled': again,
  /** The runtime is stopping or stopped. */
  'device.stopped': final,
  /** A fault of this program. */
  'device.internal': final,
} as const

/** 居民身份证阅读机 (SDT / SAM_A). */
const idCardReader = {
  /** No card was put on within the time given, or the card of the last reading was never lifted. */
  'id-card.no-card': again,
  /** A card was seen, then lost before the reading ended. */
  'id-card.card-lost': again,
  /** Reading failed on the card side; lift it and put it back. */
  'id-card.read-failed': again,
  /** Not a card that the reader knows. */
  'id-card.not-recognised': final,
  /** Card and security module refused each other. */
  'id-card.authentication-failed': final,
  /** The card's text does not decode to a person's data. */
  'id-card.corrupt-data': again,
  /** The security module (SAM) failed its own test. */
  'id-card.sam-failed': final,
  /** The security module is not authorised for use. */
  'id-card.sam-not-authorised': final,
} as const

/** 凭条打印机. */
const receiptPrinter = {
  /** Nothing was printed: there was no paper to begin with. */
  'receipt.paper-out': again,
  /** Paper ended while printing: what came out is incomplete. */
  'receipt.paper-out-while-printing': again,
  /** Nothing was printed: the cover is open. */
  'receipt.cover-open': again,
  /** The cover was opened while printing: what came out is incomplete. */
  'receipt.cover-open-while-printing': again,
  /** The cutter is stuck. */
  'receipt.cutter': again,
  /** The print head is too hot; it recovers by itself. */
  'receipt.overheated': again,
  /** The printer reports a fault that only service can clear. */
  'receipt.unrecoverable': final,
  /** The printer says offline and gives no further reason. */
  'receipt.offline': again,
  /** The bytes were sent, the printer then stopped answering: nobody can say whether it printed. */
  'receipt.outcome-unknown': again,
} as const

/** 文档扫描仪. */
const documentScanner = {
  'scan.busy': again,
  'scan.jammed': again,
  'scan.no-documents': again,
  'scan.cover-open': again,
  'scan.io': again,
  'scan.no-memory': again,
  'scan.access-denied': final,
  /** The scanner does not know this source, mode or resolution. */
  'scan.unsupported-option': final,
  /** SANE finds no scanner of that name. */
  'scan.device-not-found': again,
  /** `scanimage` is not installed. */
  'scan.program-missing': final,
  /** What came back is no picture. */
  'scan.invalid-image': again,
} as const

/** Every code, grouped by device, with what follows from it. */
export const deviceErrorCodes = {
  ...anyDevice,
  ...idCardReader,
  ...receiptPrinter,
  ...documentScanner,
} as const satisfies Record<string, CodeFacts>

export type DeviceErrorCode = keyof typeof deviceErrorCodes
export type IdCardErrorCode = keyof typeof idCardReader
export type ReceiptErrorCode = keyof typeof receiptPrinter
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
