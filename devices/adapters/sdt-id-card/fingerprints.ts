import { DeviceError, type Fingerprint, type IdCardReading, isDeviceError } from '#devices/contract'
import type { SdtExchange } from './exchange.ts'
import { isSilence } from './line-speed.ts'
import { sdtCommands, sdtStatus } from './protocol.ts'

/** Two prints of 512 bytes, each with its own head (GA/T 1012; devices.md A8). */
const printBytes = 512
const printMark = 0x43
const registeredAt = 4
const fingerAt = 5
const qualityAt = 6
const registeredWell = 1
/** 11–15 right hand, thumb to little finger, 16–20 left hand. */
const fingers = [
  'right-thumb',
  'right-index',
  'right-middle',
  'right-ring',
  'right-little',
  'left-thumb',
  'left-index',
  'left-middle',
  'left-ring',
  'left-little',
] as const

/**
 * Adds what the chip holds of fingerprints to a reading whose card still lies there (command 30 10, devices.md A2). The
 * templates are closed: only a listed maker's algorithm compares them. A card or reader that does not give them keeps its
 * reading, with a warning.
 */
export async function withFingerprints(
  reading: IdCardReading,
  exchange: SdtExchange,
  signal: AbortSignal,
): Promise<IdCardReading> {
  try {
    const frame = await exchange.ask(sdtCommands.readBaseAndFingerprints, signal)
    if (frame.sw3 === sdtStatus.success) {
      return { ...reading, card: { ...reading.card, fingerprints: splitFingerprints(frame.data) } }
    }
  } catch (error) {
    if (!isSilence(error) && !(isDeviceError(error) && error.code === 'device.protocol')) throw error
  }
  return { ...reading, warnings: [...reading.warnings, 'fingerprints-unread'] }
}

/**
 * The prints of the answer to 30 10: three lengths, then text, picture and prints. A card without prints gives none.
 * @throws DeviceError `device.protocol` if lengths and bytes disagree
 */
export function splitFingerprints(data: Uint8Array): Fingerprint[] {
  const lengthAt = (at: number): number => ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0)
  const [text, photo, prints] = [lengthAt(0), lengthAt(2), lengthAt(4)]
  const start = 6 + text + photo
  if (data.length < start + prints || prints % printBytes !== 0) {
    const said = `text ${String(text)}, photo ${String(photo)}, prints ${String(prints)}`
    throw new DeviceError(
      'device.protocol',
      `read fingerprints: ${said}, ${String(data.length)} bytes in all`,
    )
  }
  return Array.from({ length: prints / printBytes }, (_, index) =>
    Uint8Array.from(data.subarray(start + index * printBytes, start + (index + 1) * printBytes)),
  )
    .filter((template) => template[0] === printMark)
    .map((template) => ({
      finger: fingers[(template[fingerAt] ?? 0) - 11] ?? null,
      registered: template[registeredAt] === registeredWell,
      quality: template[qualityAt] ?? 0,
      template,
    }))
}
