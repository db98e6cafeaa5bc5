import { DeviceError, type DeviceErrorCode } from '#devices/contract'
import { encodeRequest, type SdtFrame } from './framing.ts'

/** A command to the security module, with what a good answer looks like and how long one takes (devices.md A2, A4). */
export interface SdtCommand {
  readonly name: string
  readonly request: Uint8Array<ArrayBuffer>
  readonly success: number
  /** Whether `byteCount` bytes after a good status can be this command's answer. */
  readonly fits: (byteCount: number) => boolean
  readonly timeoutMs: number
}

function command(
  name: string,
  [code, parameter]: readonly [number, number],
  success: number,
  fits: (byteCount: number) => boolean,
  timeoutMs: number,
): SdtCommand {
  return { name, request: encodeRequest(code, parameter), success, fits, timeoutMs }
}

const exactly = (count: number) => (byteCount: number) => byteCount === count

export const sdtCommands = {
  samStatus: command('SAM status', [0x11, 0xff], 0x90, exactly(0), 1000),
  samId: command('SAM id', [0x12, 0xff], 0x90, exactly(16), 1000),
  findCard: command('find card', [0x20, 0x01], 0x9f, exactly(4), 1000),
  selectCard: command('select card', [0x20, 0x02], 0x90, exactly(8), 1000),
  readLatestAddress: command('read latest address', [0x30, 0x03], 0x90, exactly(70), 1500),
  readBaseAndFingerprints: command(
    'read base and fingerprints',
    [0x30, 0x10],
    0x90,
    (count) => count >= 6 + 256,
    4000,
  ),
  readBase: command('read base', [0x30, 0x01], 0x90, (count) => count >= 4 + 256, 3500),
} as const satisfies Record<string, SdtCommand>

export const sdtStatus = {
  success: 0x90,
  noSuchItem: 0x91,
  cardFound: 0x9f,
  badChecksumReceived: 0x10,
  badLengthReceived: 0x11,
  notRecognised: 0x40,
  readFailed: 0x41,
  selfTestFailed: 0x60,
  notAuthorised: 0x66,
  findFailed: 0x80,
  selectFailed: 0x81,
} as const

/** The vendor manual's meaning of SW3 (devices.md A3), for technicians. */
const statusMeaning: Readonly<Record<number, string>> = {
  0x90: 'success',
  0x91: 'card has no such item',
  0x9f: 'card found',
  0x10: 'checksum of received data wrong',
  0x11: 'length of received data wrong',
  0x21: 'command error',
  0x23: 'not permitted',
  0x24: 'unrecognised error',
  0x31: 'card authenticating SAM failed',
  0x32: 'SAM authenticating card failed',
  0x33: 'information verification error',
  0x37: 'fingerprint verification error',
  0x3f: 'information length error',
  0x40: 'card type not recognised',
  0x41: 'reading the card failed',
  0x47: 'random number failed',
  0x60: 'SAM self test failed',
  0x66: 'SAM not authorised',
  0x80: 'find card failed',
  0x81: 'select card failed',
}

const statusCode: Readonly<Record<number, DeviceErrorCode>> = {
  0x31: 'id-card.authentication-failed',
  0x32: 'id-card.authentication-failed',
  0x33: 'id-card.authentication-failed',
  0x40: 'id-card.not-recognised',
  0x60: 'id-card.sam-failed',
  0x66: 'id-card.sam-not-authorised',
}

/** A refusal as an error; `id-card.read-failed` where the status names nothing better. */
export function refusal(sent: SdtCommand, frame: SdtFrame): DeviceError {
  const status = [frame.sw1, frame.sw2, frame.sw3].map(hexByte).join(' ')
  const meaning = statusMeaning[frame.sw3] ?? 'unknown status'
  return new DeviceError(
    statusCode[frame.sw3] ?? 'id-card.read-failed',
    `${sent.name}: status ${status} (${meaning})`,
  )
}

/**
 * Whether `frame` is surely the answer to `sent`. The protocol has no sequence number, so the late answer to a request
 * that was given up must be told from the answer to the next one by its shape.
 */
export function canAnswer(sent: SdtCommand, frame: SdtFrame): boolean {
  if (frame.sw3 === sent.success) return sent.fits(frame.data.length)
  if (frame.sw3 === sdtStatus.success || frame.sw3 === sdtStatus.cardFound) return false
  if (frame.sw3 === sdtStatus.findFailed) return sent === sdtCommands.findCard
  if (frame.sw3 === sdtStatus.selectFailed) return sent === sdtCommands.selectCard
  return frame.data.length === 0
}

/**
 * Whether `frame` is the answer to `sent` if no better one comes: readers differ in how many bytes follow a status and in
 * which step's refusal they use.
 */
export function mayAnswer(sent: SdtCommand, frame: SdtFrame): boolean {
  const short = frame.data.length < shortestLongAnswer
  if (frame.sw3 === sdtStatus.cardFound) return sent === sdtCommands.findCard && short
  if (frame.sw3 !== sdtStatus.success) return true
  return short && !longAnswers.includes(sent)
}

/** SAM id and what is read of a card are told by their length; find, select and status never have so much. */
const shortestLongAnswer = 16
const longAnswers: readonly SdtCommand[] = [
  sdtCommands.samId,
  sdtCommands.readBase,
  sdtCommands.readBaseAndFingerprints,
  sdtCommands.readLatestAddress,
]

/** Whether a find's answer says that a card lies there. */
export function saysFound(frame: SdtFrame): boolean {
  return frame.sw3 === sdtStatus.cardFound || frame.sw3 === sdtStatus.success
}

/** The status says that our request arrived damaged: sending it again is right. */
export function wantsRepeat(frame: SdtFrame): boolean {
  return frame.sw3 === sdtStatus.badChecksumReceived || frame.sw3 === sdtStatus.badLengthReceived
}

/**
 * The security module's number as vendors print it: u16.u16-u32-u32-u32, little endian, the first two with two
 * digits, the last two with ten (devices.md A2).
 */
export function formatSamId(data: Uint8Array): string {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  if (data.length !== 16) throw new DeviceError('device.protocol', `SAM id of ${String(data.length)} bytes`)
  const two = (offset: number): string => String(view.getUint16(offset, true)).padStart(2, '0')
  const ten = (offset: number): string => String(view.getUint32(offset, true)).padStart(10, '0')
  return `${two(0)}.${two(2)}-${String(view.getUint32(4, true))}-${ten(8)}-${ten(12)}`
}

/** The text and photo of a read-base answer. @throws DeviceError `device.protocol` if lengths and bytes disagree */
export function splitBase(data: Uint8Array): { text: Uint8Array; photo: Uint8Array<ArrayBuffer> | null } {
  const textLength = ((data[0] ?? 0) << 8) | (data[1] ?? 0)
  const photoLength = ((data[2] ?? 0) << 8) | (data[3] ?? 0)
  if (textLength !== 256 || data.length < 4 + textLength + photoLength) {
    throw new DeviceError(
      'device.protocol',
      `read base: text ${String(textLength)}, photo ${String(photoLength)}, ${String(data.length)} bytes in all`,
    )
  }
  const photo = data.slice(4 + textLength, 4 + textLength + photoLength)
  return { text: data.subarray(4, 4 + textLength), photo: photoLength === 0 ? null : Uint8Array.from(photo) }
}

function hexByte(value: number): string {
  return value.toString(16).toUpperCase().padStart(2, '0')
}
