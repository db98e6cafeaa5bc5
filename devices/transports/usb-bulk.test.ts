import { describe, expect, it } from 'vitest'
import { findBulkPipes, UsbBulkTransport, type UsbBulkPort, type UsbInterface } from './usb-bulk.ts'

/** The two bulk endpoints of a printer without the printer: what goes out, what is to come in, and its unplugging. */
class BulkPort implements UsbBulkPort {
  readonly out: number[] = []
  readonly writes: number[] = []
  released = false
  #incoming: ((bytes: Uint8Array | null) => void) | null = null
  #refuse: ((error: Error) => void) | null = null
  #gone = false

  read(): Promise<Uint8Array | null> {
    if (this.#gone) return Promise.reject(new Error('LIBUSB_ERROR_NO_DEVICE'))
    return new Promise((resolve, reject) => {
      this.#incoming = resolve
      this.#refuse = reject
    })
  }

  write(bytes: Uint8Array): Promise<number> {
    if (this.#gone) return Promise.reject(new Error('LIBUSB_ERROR_NO_DEVICE'))
    // A device may take less than it is offered.
    const taken = Math.min(bytes.length, 1000)
    this.out.push(...bytes.subarray(0, taken))
    this.writes.push(bytes.length)
    return Promise.resolve(taken)
  }

  release(): Promise<void> {
    this.released = true
    return Promise.resolve()
  }

  answer(bytes: Uint8Array | null): void {
    this.#incoming?.(bytes)
  }

  pull(): void {
    this.#gone = true
    this.#refuse?.(new Error('LIBUSB_ERROR_NO_DEVICE'))
  }
}

describe('a printer on its USB endpoints', () => {
  it('gets every byte in order, however little it takes at a time', async () => {
    const port = new BulkPort()
    const transport = new UsbBulkTransport('usb:0416:5011', port)
    const bytes = Uint8Array.from({ length: 10_000 }, (_, index) => index % 251)
    await transport.write(bytes)
    expect(port.out).toEqual([...bytes])
    expect(Math.max(...port.writes)).toBeLessThanOrEqual(4096)
  })

  it('is heard, and silence ends nothing', async () => {
    const port = new BulkPort()
    const transport = new UsbBulkTransport('usb:0416:5011', port)
    const heard: number[] = []
    transport.onData((bytes) => heard.push(...bytes))
    for (const answer of [null, Uint8Array.of(0x12), new Uint8Array(), Uint8Array.of(0x1e)]) {
      port.answer(answer)
      await new Promise(setImmediate)
    }
    expect(heard).toEqual([0x12, 0x1e])
    expect(transport.closed).toBe(false)
    const closing = transport.close()
    port.answer(null)
    await closing
    expect(port.released).toBe(true)
  })

  it('that is pulled ends the link once, and what is written then is refused', async () => {
    const port = new BulkPort()
    const transport = new UsbBulkTransport('usb:0416:5011', port)
    const reasons: unknown[] = []
    transport.onClose((reason) => reasons.push(reason?.code))
    port.pull()
    await new Promise(setImmediate)
    await expect(transport.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'device.disconnected' })
    await transport.close()
    expect(reasons).toEqual(['device.disconnected'])
    expect(port.released).toBe(true)
  })
})

describe('the interface that is spoken over', () => {
  const both = [
    { endpointNumber: 1, direction: 'in', type: 'interrupt' },
    { endpointNumber: 2, direction: 'in', type: 'bulk' },
    { endpointNumber: 3, direction: 'out', type: 'bulk' },
  ]
  const made = (interfaceNumber: number, interfaceClass: number, endpoints = both): UsbInterface => ({
    interfaceNumber,
    alternate: { interfaceClass, endpoints },
  })

  it('is a printer’s, whatever else the device has', () => {
    expect(findBulkPipes([made(0, 0xff), made(1, 0x07)])).toEqual({ interfaceNumber: 1, input: 2, output: 3 })
  })

  it('is the vendor’s own on a card reader, which is no keyboard', () => {
    expect(findBulkPipes([made(0, 0x03), made(1, 0xff)])).toMatchObject({ interfaceNumber: 1 })
  })

  it('is none where nothing would come back', () => {
    expect(findBulkPipes([made(0, 0x07, both.slice(2)), made(1, 0x03)])).toBeNull()
  })
})
