import { realpathSync } from 'node:fs'
import { parseTransportAddress, type DeviceConfig } from '#devices/contract'

/** The configured device that hangs at an address, whatever baud rate or link name either is written with. */
export function configuredAt(address: string, configs: readonly DeviceConfig[]): DeviceConfig | null {
  const place = placeOf(address)
  return configs.find((config) => placeOf(config.transport) === place) ?? null
}

function placeOf(address: string): string {
  const parsed = parseTransportAddress(address)
  if ('problem' in parsed || parsed.type !== 'serial') return address.toUpperCase()
  try {
    // /dev/serial/by-id/… and /dev/ttyUSB0 are one port.
    return realpathSync(parsed.path)
  } catch {
    return parsed.path
  }
}
