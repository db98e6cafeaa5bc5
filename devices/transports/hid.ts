import { LinkListeners, type ByteTransport } from './byte-transport.ts'
import { cancelled, disconnected, openError } from './open-errors.ts'

/** Report size of the SDT readers that show themselves as HID (devices.md A5). */
export const hidReportBytes = 64

/** What a bar code scanner calls itself on HID: usage page 8C (USB HID Point of Sale usage tables). */
export const posScannerPage = 0x8c

/** What is used of node-hid's `HIDAsync`: one report out, reports in, errors, close. */
export interface HidReportDevice {
  write(report: Buffer): Promise<number>
  close(): Promise<void>
  on(event: 'data', listener: (report: Buffer) => void): unknown
  on(event: 'error', listener: (error: unknown) => void): unknown
}

/** Opens the first HID device with these ids. */
export async function openHid(
  vendorId: number,
  productId: number,
  signal: AbortSignal,
): Promise<ByteTransport> {
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0')
  const name = `hid:${hex(vendorId)}:${hex(productId)}`
  if (signal.aborted) throw cancelled(`opening ${name}`)
  let device: HidReportDevice
  try {
    const { devicesAsync, HIDAsync } = await import('node-hid')
    // A scanner may show itself as a keyboard beside: there its codes would be keystrokes.
    const scanner = (await devicesAsync(vendorId, productId)).find(
      ({ usagePage }) => usagePage === posScannerPage,
    )
    device = await (scanner?.path === undefined
      ? HIDAsync.open(vendorId, productId)
      : HIDAsync.open(scanner.path))
  } catch (error) {
    throw openError(name, error)
  }
  if (signal.aborted) {
    await device.close().catch(() => undefined)
    throw cancelled(`opening ${name}`)
  }
  return new HidTransport(name, device)
}

/**
 * A byte pipe over 64-byte reports without report ids: what is written is zero-padded to whole reports, each with the
 * id 00 in front that hidapi wants; reports that come in are handed on whole, padding included. The frame scanner
 * above skips the padding.
 */
export class HidTransport implements ByteTransport {
  readonly name: string
  readonly #device: HidReportDevice
  readonly #listeners = new LinkListeners()

  constructor(name: string, device: HidReportDevice) {
    this.name = name
    this.#device = device
    device.on('data', (report) => {
      this.#listeners.data(Uint8Array.from(report))
    })
    device.on('error', (error) => {
      this.#listeners.end(disconnected(name, error))
      void device.close().catch(() => undefined)
    })
  }

  get closed(): boolean {
    return this.#listeners.closed
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (const report of toReports(bytes)) {
      if (this.closed) throw disconnected(this.name, this.#listeners.reason ?? undefined)
      try {
        await this.#device.write(report)
      } catch (error) {
        this.#listeners.end(disconnected(this.name, error))
        throw disconnected(this.name, error)
      }
    }
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    return this.#listeners.onData(listener)
  }

  onClose(listener: Parameters<ByteTransport['onClose']>[0]): () => void {
    return this.#listeners.onClose(listener)
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.#listeners.end(null)
    await this.#device.close().catch(() => undefined)
  }
}

/** Cuts bytes into output reports: report id 00, then 64 bytes, the last one zero-padded. */
export function toReports(bytes: Uint8Array): Buffer[] {
  const reports: Buffer[] = []
  for (let offset = 0; offset < bytes.length; offset += hidReportBytes) {
    const report = Buffer.alloc(1 + hidReportBytes)
    report.set(bytes.subarray(offset, offset + hidReportBytes), 1)
    reports.push(report)
  }
  return reports
}
