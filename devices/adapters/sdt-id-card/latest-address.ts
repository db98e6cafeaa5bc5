import type { IdCardReading } from '#devices/contract'
import { decodeLatestAddress } from './card-text.ts'
import type { SdtExchange } from './exchange.ts'
import { isSilence } from './line-speed.ts'
import { sdtCommands, sdtStatus } from './protocol.ts'

/**
 * Adds 最新住址, which the police writes onto the chip when somebody moves, to a reading whose card still lies there
 * (command 30 03, devices.md A2). A card whose latest address cannot be read keeps its reading, with a warning.
 */
export async function withLatestAddress(
  reading: IdCardReading,
  exchange: SdtExchange,
  signal: AbortSignal,
): Promise<IdCardReading> {
  try {
    const frame = await exchange.ask(sdtCommands.readLatestAddress, signal)
    if (frame.sw3 === sdtStatus.noSuchItem)
      return { ...reading, card: { ...reading.card, latestAddress: null } }
    const latestAddress = frame.sw3 === sdtStatus.success ? decodeLatestAddress(frame.data) : undefined
    if (latestAddress !== undefined) return { ...reading, card: { ...reading.card, latestAddress } }
  } catch (error) {
    if (!isSilence(error)) throw error
  }
  return { ...reading, warnings: [...reading.warnings, 'latest-address-unread'] }
}

/** Whether the selected card still lies there: it says that it has a latest address or that it has none (devices.md A4). */
export async function cardStillLies(exchange: SdtExchange, signal: AbortSignal): Promise<boolean> {
  try {
    const { sw3 } = await exchange.ask(sdtCommands.readLatestAddress, signal, 1)
    return sw3 === sdtStatus.success || sw3 === sdtStatus.noSuchItem
  } catch (error) {
    if (isSilence(error)) return false
    throw error
  }
}
