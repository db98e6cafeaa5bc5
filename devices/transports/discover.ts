import { runProcess } from './process.ts'

/** What an operating system tells of something that hangs on this machine, without a byte being sent to it. */
export interface Sighting {
  readonly bus: 'serial' | 'hid' | 'usb' | 'sane'
  /** As a transport address or a scanner's name; null where only a device's own driver can name it. */
  readonly address: string | null
  readonly description: string
  readonly usb: { readonly vendorId: number; readonly productId: number } | null
  /** What kind of thing a HID device says it is (USB HID usage tables). */
  readonly usagePage?: number
}

/** One way of looking. A new bus is one more. */
type Look = (signal: AbortSignal) => Promise<Sighting[]>

const looks: Readonly<Record<Sighting['bus'], Look>> = {
  serial: lookAtSerialPorts,
  hid: lookAtHid,
  usb: lookAtUsb,
  sane: lookForScanners,
}

/**
 * Everything that the operating system and SANE list. A bus that cannot be looked at (no driver, no program) counts as
 * empty: the others are still of use.
 */
export async function lookAround(signal: AbortSignal): Promise<Sighting[]> {
  const found = await Promise.all(Object.values(looks).map((look) => look(signal).catch(() => [])))
  return found.flat()
}

/** Four hexadecimal digits, as USB ids are written. */
export function usbHex(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0')
}

/** The serial ports; ptys are not among them (devices.md H). */
async function lookAtSerialPorts(): Promise<Sighting[]> {
  const { SerialPort } = await import('serialport')
  return (await SerialPort.list()).map(({ path, manufacturer, vendorId, productId }) => ({
    bus: 'serial' as const,
    address: `serial:${path}`,
    description: manufacturer ?? '',
    usb:
      vendorId === undefined || productId === undefined
        ? null
        : { vendorId: parseInt(vendorId, 16), productId: parseInt(productId, 16) },
  }))
}

async function lookAtHid(): Promise<Sighting[]> {
  const { devicesAsync } = await import('node-hid')
  return (await devicesAsync()).map(({ vendorId, productId, product, manufacturer, usagePage }) => ({
    bus: 'hid' as const,
    address: `hid:${usbHex(vendorId)}:${usbHex(productId)}`,
    description: [manufacturer, product].filter(Boolean).join(' '),
    usb: { vendorId, productId },
    ...(usagePage === undefined ? {} : { usagePage }),
  }))
}

async function lookAtUsb(): Promise<Sighting[]> {
  const { WebUSB } = await import('usb')
  return (await new WebUSB({ allowAllDevices: true }).getDevices()).map((device) => ({
    bus: 'usb' as const,
    address: null,
    description: [device.manufacturerName, device.productName].filter(Boolean).join(' '),
    usb: { vendorId: device.vendorId, productId: device.productId },
  }))
}

async function lookForScanners(signal: AbortSignal): Promise<Sighting[]> {
  const args = ['-f', '%d\t%v %m%n']
  const request = { program: 'scanimage', args, timeoutMs: 30_000, maxBytes: 1_000_000, signal }
  const { stdout } = await runProcess(request)
  return new TextDecoder()
    .decode(stdout)
    .split('\n')
    .map((line) => line.split('\t'))
    .filter((parts) => parts.length === 2)
    .map(([address = '', description = '']) => ({ bus: 'sane' as const, address, description, usb: null }))
}
