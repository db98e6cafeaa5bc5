import { LinkListeners, type ByteTransport } from './byte-transport.ts'
import { cancelled, disconnected, openError } from './open-errors.ts'

/**
 * USB's class of printers, where bulk out is printed and bulk in is what the printer answers (devices.md C4), and that of
 * interfaces that only their vendor describes, as SDT card readers have (A5). The first is looked for first.
 */
const interfaceClasses = [0x07, 0xff] as const
/** Asked for at once: the packet of a fast device, eight of a slow one. A short packet ends a transfer earlier. */
const readBytes = 512
/** A transfer that nobody answers is asked again; a device has nothing to say most of the time. */
const readTimeoutMs = 200
const writeTimeoutMs = 60_000
/** Small enough that a printer without paper shows itself between two pieces. */
const writePieceBytes = 4096

/** Two bulk endpoints of one USB device, claimed. */
export interface UsbBulkPort {
  /** What has come in, or null if nothing did within the time. Rejects when the device is gone. */
  read(lengthBytes: number, timeoutMs: number): Promise<Uint8Array | null>
  /** @returns how much was taken; rejects when the device is gone */
  write(bytes: Uint8Array, timeoutMs: number): Promise<number>
  release(): Promise<void>
}

/** Opens the first device with these ids. On Linux the kernel's own driver (usblp) is sent away first. */
export async function openUsbBulk(
  vendorId: number,
  productId: number,
  signal: AbortSignal,
): Promise<ByteTransport> {
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0')
  const name = `usb:${hex(vendorId)}:${hex(productId)}`
  if (signal.aborted) throw cancelled(`opening ${name}`)
  let port: UsbBulkPort
  try {
    port = await claimDevice(vendorId, productId)
  } catch (error) {
    throw openError(name, error)
  }
  if (signal.aborted) {
    await port.release()
    throw cancelled(`opening ${name}`)
  }
  return new UsbBulkTransport(name, port)
}

/** An interface as a USB device describes it. */
export interface UsbInterface {
  readonly interfaceNumber: number
  readonly alternate: {
    readonly interfaceClass: number
    readonly endpoints: readonly {
      readonly endpointNumber: number
      readonly direction: string
      readonly type: string
    }[]
  }
}

/** The interface to speak over and its endpoints: a printer's, else a vendor's own; null if none has both ways. */
export function findBulkPipes(
  interfaces: readonly UsbInterface[],
): { interfaceNumber: number; input: number; output: number } | null {
  for (const wanted of interfaceClasses) {
    for (const { interfaceNumber, alternate } of interfaces) {
      if (alternate.interfaceClass !== wanted) continue
      const bulk = alternate.endpoints.filter((endpoint) => endpoint.type === 'bulk')
      const input = bulk.find((endpoint) => endpoint.direction === 'in')?.endpointNumber
      const output = bulk.find((endpoint) => endpoint.direction === 'out')?.endpointNumber
      if (input !== undefined && output !== undefined) return { interfaceNumber, input, output }
    }
  }
  return null
}

/** What is used of the `usb` package's device; its own types want those of the browser's WebUSB. */
interface UsbDevice {
  readonly configuration: { readonly interfaces: readonly UsbInterface[] }
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

async function claimDevice(vendorId: number, productId: number): Promise<UsbBulkPort> {
  const { usb } = await import('usb')
  const device = (await usb.findDeviceByIds(vendorId, productId)) as unknown as UsbDevice | undefined
  if (device === undefined) throw new Error('no USB device with these ids')
  await device.open()
  const pipes = findBulkPipes(device.configuration.interfaces)
  if (pipes === null) {
    await device.close()
    throw new Error('the USB device has no interface with bulk endpoints both ways')
  }
  const { interfaceNumber, input, output } = pipes
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

/** A transfer that ran out of time is no fault: the device had nothing to say. */
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

/** A byte pipe over two bulk endpoints. */
export class UsbBulkTransport implements ByteTransport {
  readonly name: string
  readonly #port: UsbBulkPort
  readonly #listeners = new LinkListeners()
  readonly #reading: Promise<void>

  constructor(name: string, port: UsbBulkPort) {
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
