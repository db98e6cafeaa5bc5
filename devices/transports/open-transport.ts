import { DeviceError, parseTransportAddress } from '#devices/contract'
import type { ByteTransport } from './byte-transport.ts'
import { openHid } from './hid.ts'
import { openLpFile } from './lp-file.ts'
import { openSerial } from './serial.ts'
import { openTcp } from './tcp.ts'
import { openUsbBulk } from './usb-bulk.ts'
import { WrappedHidTransport, wrappedReader } from './wrapped-hid.ts'

/**
 * Opens the link that a transport address names.
 * @param text e.g. `serial:/dev/ttyUSB0?baud=9600`, `tcp:192.168.1.9:9100`, `hid:2B8B:2721`
 * @throws DeviceError `device.invalid-request` for an address that does not parse, and those of the transport
 */
export async function openTransport(text: string, signal: AbortSignal): Promise<ByteTransport> {
  const address = parseTransportAddress(text)
  if ('problem' in address) throw new DeviceError('device.invalid-request', address.problem)
  switch (address.type) {
    case 'serial':
      return openSerial(address.path, address.baudRate, signal, address.flow)
    case 'tcp':
      return openTcp(address.host, address.port, signal)
    case 'hid':
      return openReports(address, signal)
    case 'usb':
      return openUsbBulk(address.vendorId, address.productId, signal)
    case 'lp':
      return openLpFile(address.path, signal)
  }
}

async function openReports(
  { vendorId, productId }: { vendorId: number; productId: number },
  signal: AbortSignal,
): Promise<ByteTransport> {
  const reports = await openHid(vendorId, productId, signal)
  const wrapped = vendorId === wrappedReader.vendorId && productId === wrappedReader.productId
  return wrapped ? new WrappedHidTransport(reports) : reports
}
