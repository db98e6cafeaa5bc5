import type { AdapterName, DeviceBus, DeviceKind } from '#devices/contract'
import { runProcess } from './process.ts'

/** What an operating system tells of something that hangs on this machine, without a byte being sent to it. */
export interface Sighting {
  readonly bus: DeviceBus
  /** As a transport address or a scanner's name; null where only a device's own driver can name it. */
  readonly address: string | null
  readonly description: string
  readonly usb: { readonly vendorId: number; readonly productId: number } | null
  /** What kind of thing a HID device says it is (USB HID usage tables). */
  readonly usagePage?: number
  /** What drives whatever is listed here, where the list itself says so. */
  readonly driver?: { readonly kind: DeviceKind; readonly adapter: AdapterName }
}

/** A device with its address, as the list of a print or scan service has it. */
export interface FoundPort {
  /** As it is written in `terminal.yaml`. */
  readonly transport: string
  readonly description: string
}

/** Four hexadecimal digits, as USB ids are written. */
export function usbHex(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0')
}

/** The serial ports that the operating system lists; ptys are not among them (devices.md H). */
export async function listSerialPorts(): Promise<Sighting[]> {
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

/** All HID devices, each of their collections. */
export async function listHidDevices(): Promise<Sighting[]> {
  const { devicesAsync } = await import('node-hid')
  return (await devicesAsync()).map(({ vendorId, productId, product, manufacturer, usagePage }) => ({
    bus: 'hid' as const,
    address: `hid:${usbHex(vendorId)}:${usbHex(productId)}`,
    description: [manufacturer, product].filter(Boolean).join(' '),
    usb: { vendorId, productId },
    ...(usagePage === undefined ? {} : { usagePage }),
  }))
}

/** All USB devices, whatever drives them. */
export async function listUsbDevices(): Promise<Sighting[]> {
  const { WebUSB } = await import('usb')
  return (await new WebUSB({ allowAllDevices: true }).getDevices()).map((device) => ({
    bus: 'usb' as const,
    address: null,
    description: [device.manufacturerName, device.productName].filter(Boolean).join(' '),
    usb: { vendorId: device.vendorId, productId: device.productId },
  }))
}

/** The scanners that SANE has a driver for. */
export async function listScanners(signal: AbortSignal): Promise<Sighting[]> {
  const args = ['-f', '%d\t%v %m%n']
  const request = { program: 'scanimage', args, timeoutMs: 30_000, maxBytes: 1_000_000, signal }
  const { stdout } = await runProcess(request)
  return new TextDecoder()
    .decode(stdout)
    .split('\n')
    .map((line) => line.split('\t'))
    .filter((parts) => parts.length === 2)
    .map(([address = '', description = '']) => ({
      bus: 'sane' as const,
      address,
      description,
      usb: null,
      driver: { kind: 'document-scanner', adapter: 'sane' },
    }))
}
