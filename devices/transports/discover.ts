import { hidReportBytes } from './hid.ts'

/** A port that something may hang on. */
export interface FoundPort {
  /** As it is written in `terminal.yaml`. */
  readonly transport: string
  readonly description: string
}

/** The serial ports that the operating system lists; ptys are not among them (devices.md H). */
export async function listSerialPorts(): Promise<FoundPort[]> {
  const { SerialPort } = await import('serialport')
  const ports = await SerialPort.list()
  return ports.map((port) => ({
    transport: `serial:${port.path}`,
    description: [port.manufacturer, port.vendorId && `${port.vendorId}:${port.productId ?? ''}`]
      .filter((part) => part !== undefined && part !== '')
      .join(' '),
  }))
}

/** ID card readers that wrap SDT into HID reports of {@link hidReportBytes} bytes (devices.md A5). */
const knownHidReaders: readonly (readonly [vendorId: number, productId: number])[] = [[0x2b8b, 0x2721]]

/** The USB HID devices that are known to be ID card readers. */
export async function listHidReaders(): Promise<FoundPort[]> {
  const { devicesAsync } = await import('node-hid')
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0')
  return (await devicesAsync())
    .filter((device) =>
      knownHidReaders.some(([vendor, product]) => device.vendorId === vendor && device.productId === product),
    )
    .map((device) => ({
      transport: `hid:${hex(device.vendorId)}:${hex(device.productId)}`,
      description: device.product ?? `HID, ${String(hidReportBytes)}-byte reports`,
    }))
}
