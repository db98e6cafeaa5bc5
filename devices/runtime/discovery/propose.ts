import {
  deviceConfigSchema,
  deviceKindNames,
  type DeviceConfig,
  type DeviceKind,
  type DeviceProposal,
} from '#devices/contract'
import { lookAround, usbHex, type Sighting } from '#devices/transports'
import { fingerprintOf } from './fingerprints.ts'
import { configuredAt } from './same-place.ts'

/** HID usage page of bar code scanners (USB HID POS, devices.md B2). */
const posScannerPage = 0x8c

/** Looks around on this machine and says what could be a device of this terminal. Sends nothing to anything. */
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
  const { bus, address, description, usb, usagePage } = sighting
  const known = fingerprintOf(usb)
  const seen = {
    bus,
    address,
    description,
    usbId: usb === null ? null : `${usbHex(usb.vendorId)}:${usbHex(usb.productId)}`,
  }
  const candidate =
    bus === 'sane'
      ? { kind: 'document-scanner', adapter: 'sane', transport: address }
      : known?.entry && { transport: address, ...known.entry }
  const transport = typeof candidate?.transport === 'string' ? candidate.transport : address
  const configured = transport === null ? null : configuredAt(transport, configs)
  const parsed = deviceConfigSchema.safeParse({ ...candidate, id: 'found' })
  const isScanner = usagePage === posScannerPage
  return {
    ...seen,
    name: known?.name ?? (bus === 'sane' ? deviceKindNames['document-scanner'] : isScanner ? '扫码器' : null),
    confidence: known?.confidence ?? (bus === 'sane' ? 'certain' : isScanner ? 'likely' : 'unknown'),
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
  return sightings.filter((sighting) => {
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
