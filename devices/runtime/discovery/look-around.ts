import { listPrintQueues } from '#devices/adapters'
import {
  listAnnounced,
  listCardReaders,
  listHidDevices,
  listScanners,
  listSerialPorts,
  listUsbDevices,
  type Sighting,
} from '#devices/transports'

/** Every way of looking. A new bus is one more, and its name in `contract/proposal.ts`. */
const looks: readonly ((signal: AbortSignal) => Promise<Sighting[]>)[] = [
  listSerialPorts,
  listHidDevices,
  listUsbDevices,
  listScanners,
  listCardReaders,
  lookForPrintQueues,
  listAnnounced,
]

/**
 * Everything that the operating system, SANE and CUPS list. A bus that cannot be looked at (no driver, no program)
 * counts as empty: the others are still of use.
 */
export async function lookAround(signal: AbortSignal): Promise<Sighting[]> {
  const found = await Promise.all(looks.map((look) => look(signal).catch(() => [])))
  return found.flat()
}

async function lookForPrintQueues(signal: AbortSignal): Promise<Sighting[]> {
  return (await listPrintQueues(signal)).map(({ transport, description }) => ({
    bus: 'cups',
    address: transport,
    description,
    usb: null,
    driver: { kind: 'document-printer', adapter: 'ipp' },
  }))
}
