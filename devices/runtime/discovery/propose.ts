import {
  deviceConfigSchema,
  deviceKindNames,
  type DeviceConfig,
  type DeviceKind,
  type DeviceProposal,
} from '#devices/contract'
import { posScannerPage, usbHex, type Sighting } from '#devices/transports'
import { fingerprintOf } from './fingerprints.ts'
import { lookAround } from './look-around.ts'
import { configuredAt } from './same-place.ts'

/** Looks around on this machine and its network, and says what could be a device of this terminal. Sends nothing to
 * any device; one question to whoever is on the network (transports/announced.ts). */
export async function proposeDevices(
  configs: readonly DeviceConfig[],
  signal: AbortSignal,
  look: typeof lookAround = lookAround,
): Promise<DeviceProposal[]> {
  const sightings = await look(signal)
  const usedIds = new Set(configs.map(({ id }) => id))
  return withoutRepeats(sightings).map((sighting) => {
    const proposal = judge(sighting, configs)
    if (proposal.entry === null) return proposal
    const id = freeId(proposal.entry.kind, usedIds)
    usedIds.add(id)
    return { ...proposal, entry: { ...proposal.entry, id } }
  })
}

function judge(sighting: Sighting, configs: readonly DeviceConfig[]): DeviceProposal {
  const { bus, address, description, usb, usagePage, driver } = sighting
  const known = fingerprintOf(usb)
  const usbId = usb === null ? null : `${usbHex(usb.vendorId)}:${usbHex(usb.productId)}`
  const isCodeScanner = usagePage === posScannerPage
  const candidate: Readonly<Record<string, unknown>> = {
    transport: address,
    ...(isCodeScanner ? { kind: 'code-scanner', adapter: 'code-hid' } : {}),
    ...driver,
    ...known?.entry,
  }
  const configured =
    typeof candidate['transport'] === 'string' ? configuredAt(candidate['transport'], configs) : null
  const parsed = deviceConfigSchema.safeParse({ ...candidate, id: 'found' })
  const name = driver === undefined ? null : deviceKindNames[driver.kind]
  return {
    bus,
    address,
    description,
    usbId,
    name: known?.name ?? name ?? (isCodeScanner ? deviceKindNames['code-scanner'] : null),
    // What is announced on a network is anybody's word.
    confidence:
      known?.confidence ??
      (driver && bus !== 'mdns' ? 'certain' : driver || isCodeScanner ? 'likely' : 'unknown'),
    entry: configured === null && parsed.success ? parsed.data : null,
    configuredAs: configured?.id ?? null,
  }
}

/** A device with an interface of its own on HID or serial is on the USB list too: one line is enough. */
function withoutRepeats(sightings: readonly Sighting[]): Sighting[] {
  const idOf = ({ usb }: Sighting): string =>
    usb === null ? '' : `${usbHex(usb.vendorId)}:${usbHex(usb.productId)}`
  const elsewhere = new Set(sightings.filter(({ bus }) => bus !== 'usb').map(idOf))
  const seen = new Set<string>()
  const isScanner = ({ usagePage }: Sighting): number => (usagePage === posScannerPage ? 0 : 1)
  // Of the collections of one device, the one that says what it is.
  const telling = [...sightings].sort((a, b) => isScanner(a) - isScanner(b))
  return telling.filter((sighting) => {
    if (sighting.bus === 'usb' && elsewhere.has(idOf(sighting))) return false
    // A HID device lists every collection it has.
    const key = `${sighting.bus} ${sighting.address ?? idOf(sighting)}`
    if (sighting.bus === 'hid' && seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function freeId(kind: DeviceKind, used: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? kind : `${kind}-${String(number)}`
    if (!used.has(id)) return id
  }
}
