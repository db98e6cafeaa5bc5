import type { SdtExchange } from './exchange.ts'
import type { SdtFrame } from './framing.ts'
import { isSilence } from './line-speed.ts'
import { formatSamId, refusal, sdtCommands, sdtStatus, type SdtCommand } from './protocol.ts'

/**
 * Finds the question by which this reader shows that it is there: the module's status, or where a reader is deaf to that,
 * a look for a card.
 * @throws DeviceError of the status question if both stay without an answer, or the module is unusable
 */
export async function findPulse(exchange: SdtExchange, signal: AbortSignal): Promise<SdtCommand> {
  try {
    await askPulse(exchange, sdtCommands.samStatus, signal)
    return sdtCommands.samStatus
  } catch (error) {
    if (!isSilence(error)) throw error
    try {
      await askPulse(exchange, sdtCommands.findCard, signal, 1)
    } catch (second) {
      throw isSilence(second) ? error : second
    }
    return sdtCommands.findCard
  }
}

/** Any answer is a sign of life, unless it says that the module is unusable. @throws DeviceError */
export async function askPulse(
  exchange: SdtExchange,
  pulse: SdtCommand,
  signal: AbortSignal,
  attempts?: number,
): Promise<void> {
  failIfModuleIsUnusable(await exchange.ask(pulse, signal, attempts))
}

/** The module's number as vendors print it; null from a reader that does not tell, which can read cards all the same. */
export async function askSamId(exchange: SdtExchange, signal: AbortSignal): Promise<string | null> {
  try {
    const frame = await exchange.ask(sdtCommands.samId, signal, 2)
    failIfModuleIsUnusable(frame)
    return frame.sw3 === sdtStatus.success ? formatSamId(frame.data) : null
  } catch (error) {
    if (isSilence(error)) return null
    throw error
  }
}

/** @throws DeviceError `id-card.sam-failed`, `id-card.sam-not-authorised` */
export function failIfModuleIsUnusable(frame: SdtFrame): void {
  if (frame.sw3 === sdtStatus.selfTestFailed || frame.sw3 === sdtStatus.notAuthorised) {
    throw refusal(sdtCommands.samStatus, frame)
  }
}
