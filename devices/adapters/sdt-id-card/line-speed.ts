import { isDeviceError, parseTransportAddress } from '#devices/contract'
import type { ByteTransport } from '#devices/transports'
import { SdtExchange } from './exchange.ts'
import { sdtCommands } from './protocol.ts'

/** The speeds that the protocol knows (devices.md A2, command 60); the first is how readers are shipped. */
export const readerBaudRates = [115_200, 57_600, 38_400, 19_200, 9600] as const

/** A healthy module answers in a few milliseconds, at 9600 baud in thirty. */
const knockMs = 400

/** The addresses at which a reader may be: a serial line at every speed, unless its speed is written. */
export function addressesToTry(address: string): [string, ...string[]] {
  const parsed = parseTransportAddress(address)
  if ('problem' in parsed || parsed.type !== 'serial') return [address]
  const query = address.split('?', 2)[1]
  if (new URLSearchParams(query).has('baud')) return [address]
  const [, ...slower] = readerBaudRates
  const glue = query === undefined ? '?' : '&'
  return [address, ...slower.map((baud) => `${address}${glue}baud=${String(baud)}`)]
}

/** Whether anybody on this link answers as a security module would. @throws DeviceError of the link */
export async function answersKnock(link: ByteTransport, signal: AbortSignal): Promise<boolean> {
  try {
    await new SdtExchange(link).ask({ ...sdtCommands.samStatus, timeoutMs: knockMs }, signal, 1)
    return true
  } catch (error) {
    if (isSilence(error)) return false
    throw error
  }
}

/** Nothing came, or nothing whole. */
export function isSilence(error: unknown): boolean {
  return isDeviceError(error) && (error.code === 'device.timeout' || error.code === 'device.protocol')
}
