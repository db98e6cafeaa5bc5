import { LinkListeners, type ByteTransport } from './byte-transport.ts'
import { cancelled, disconnected, openError } from './open-errors.ts'

/** USB's class of printers: bulk out is printed, bulk in is what the printer answers (devices.md C4). */
const printerClass = 0x07
/** Asked for at once; a status is a few bytes, a whole packet the most that a device gives. */
const readBytes = 64
/** A transfer that nobody answers is asked again; the printer has nothing to say most of the time. */
const readTimeoutMs = 200
const writeTimeoutMs = 60_000
/** Small enough that a printer without paper shows itself between two pieces. */
const writePieceBytes = 4096

/** The printer interface of one USB device, claimed. */
export interface UsbPrinterPort {
  /** What has come in, or null if nothing did within the time. Rejects when the device is gone. */
  read(lengthBytes: number, timeoutMs: number): Promise<Uint8Array | null>
  /** @returns how much was taken; rejects when the device is gone */
  write(bytes: Uint8Array, timeoutMs: number): Promise<number>
  release(): Promise<void>
}

/** Opens the first printer with these ids. On Linux the kernel's own printer driver is sent away first. */
export async function openUsbPrinter(
  vendorId: number,
  productId: number,
  signal: AbortSignal,
): Promise<ByteTransport> {
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0')
  const name = `usb:${hex(vendorId)}:${hex(productId)}`
  if (signal.aborted) throw cancelled(`opening ${name}`)
  let port: UsbPrinterPort
  try {
    port = await claimPrinter(vendorId, productId)
  } catch (error) {
    throw openError(name, error)
  }
  if (signal.aborted) {
    await port.release()
    throw cancelled(`opening ${name}`)
  }
  return new UsbPrinterTransport(name, port)
}

/** What is used of the `usb` package's device; its own types want those of the browser's WebUSB. */
interface UsbDevice {
  readonly configuration: {
    readonly interfaces: readonly {
      readonly interfaceNumber: number
      readonly alternate: {
        readonly interfaceClass: number
        readonly endpoints: readonly {
          readonly endpointNumber: number
          readonly direction: string
          readonly type: string
        }[]
      }
    }[]
  }
  open(): Promise<void>
  close(): Promise<void>
  claimInterface(interfaceNumber: number): Promise<void>
  releaseInterface(interfaceNumber: number): Promise<void>
  detachKernelDriver(interfaceNumber: number): Promise<void>
  attachKernelDriver(interfaceNumber: number): Promise<void>
  transferIn(endpoint: number, length: number, timeoutMs: number): Promise<{ readonly data?: DataView }>
  transferOut(
    endpoint: number,
    bytes: Uint8Array,
    timeoutMs: number,
  ): Promise<{ readonly bytesWritten: number }>
}

async function claimPrinter(vendorId: number, productId: number): Promise<UsbPrinterPort> {
  const { usb } = await import('usb')
  const device = (await usb.findDeviceByIds(vendorId, productId)) as unknown as UsbDevice | undefined
  if (device === undefined) throw new Error('no USB device with these ids')
  await device.open()
  const found = device.configuration.interfaces.find((each) => each.alternate.interfaceClass === printerClass)
  const endpoint = (direction: 'in' | 'out'): number | undefined =>
    found?.alternate.endpoints.find((each) => each.direction === direction && each.type === 'bulk')
      ?.endpointNumber
  const [input, output] = [endpoint('in'), endpoint('out')]
  if (found === undefined || input === undefined || output === undefined) {
    await device.close()
    throw new Error('the USB device has no printer interface that answers')
  }
  const { interfaceNumber } = found
  // Where there is no kernel driver, or no such notion, there is none to send away.
  await device.detachKernelDriver(interfaceNumber).catch(() => undefined)
  await device.claimInterface(interfaceNumber)
  return {
    read: (length, timeoutMs) => readOnce(device, input, length, timeoutMs),
    write: async (bytes, timeoutMs) => (await device.transferOut(output, bytes, timeoutMs)).bytesWritten,
    release: async () => {
      await device.releaseInterface(interfaceNumber).catch(() => undefined)
      await device.attachKernelDriver(interfaceNumber).catch(() => undefined)
      await device.close().catch(() => undefined)
    },
  }
}

/** A transfer that ran out of time is no fault: the printer had nothing to say. */
async function readOnce(
  device: UsbDevice,
  endpoint: number,
  length: number,
  timeoutMs: number,
): Promise<Uint8Array | null> {
  try {
    const { data } = await device.transferIn(endpoint, length, timeoutMs)
    return data === undefined ? null : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  } catch (error) {
    if (error instanceof Error && /time|cancel/i.test(error.message)) return null
    throw error
  }
}

/** A byte pipe over a printer's two bulk endpoints. */
export class UsbPrinterTransport implements ByteTransport {
  readonly name: string
  readonly #port: UsbPrinterPort
  readonly #listeners = new LinkListeners()
  readonly #reading: Promise<void>

  constructor(name: string, port: UsbPrinterPort) {
    this.name = name
    this.#port = port
    this.#reading = this.#readOn()
  }

  get closed(): boolean {
    return this.#listeners.closed
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      if (this.closed) throw disconnected(this.name, this.#listeners.reason ?? undefined)
      try {
        at += await this.#port.write(bytes.slice(at, at + writePieceBytes), writeTimeoutMs)
      } catch (error) {
        throw this.#lost(error)
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
    this.#listeners.end(null)
    await this.#reading
  }

  async #readOn(): Promise<void> {
    while (!this.closed) {
      try {
        const bytes = await this.#port.read(readBytes, readTimeoutMs)
        if (bytes !== null && bytes.length > 0) this.#listeners.data(bytes)
      } catch (error) {
        this.#lost(error)
      }
    }
    await this.#port.release()
  }

  #lost(error: unknown): Error {
    const reason = disconnected(this.name, error)
    this.#listeners.end(reason)
    return reason
  }
}
