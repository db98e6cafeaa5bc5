import { type ByteTransport, LinkListeners } from './byte-transport.ts'
import { hidReportBytes } from './hid.ts'

/**
 * 中正 MR-300 (10C4:0007): HID reports that carry packets, which carry SDT frames (devices.md A5, from one source and tried
 * on no such reader).
 *
 *     88 │ SRN SRN │ LEN LEN │ B1     │ SDT frame … │ SUM SUM      host → reader
 *     AA │ SRN SRN │ LEN LEN │ result │ ?? ?? SDT … │ SUM SUM      reader → host
 *                    └─ little endian: command or result, and payload   └─ of all bytes from LEN on, little endian
 */
export const wrappedReader = { vendorId: 0x10c4, productId: 0x0007 } as const

const requestStart = 0x88
const replyStart = 0xaa
const passOn = 0xb1
/** Start, serial number and length. */
const headBytes = 5
const sumBytes = 2
/** What stands before the frame in a reply's payload. */
const skippedBytes = 2
const longestLength = 4_096

function sumOf(bytes: Uint8Array): number {
  let sum = 0
  for (const byte of bytes) sum = (sum + byte) & 0xffff
  return sum
}

/** A request as this reader wants it. */
export function wrapFrame(frame: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = frame.length + 1
  const packet = new Uint8Array(headBytes + length + sumBytes)
  packet.set([requestStart, 0, 0, length & 0xff, length >> 8, passOn])
  packet.set(frame, headBytes + 1)
  const sum = sumOf(packet.subarray(3, headBytes + length))
  packet.set([sum & 0xff, sum >> 8], headBytes + length)
  return packet
}

/** Takes reports and gives what the packets in them carry. A packet begins with a report; a damaged one gives nothing. */
export class PacketUnwrapper {
  #pending = new Uint8Array()

  push(report: Uint8Array): Uint8Array<ArrayBuffer>[] {
    const found: Uint8Array<ArrayBuffer>[] = []
    for (let at = 0; at < report.length; at += hidReportBytes) {
      const payload = this.#take(report.subarray(at, at + hidReportBytes))
      if (payload !== null && payload.length > 0) found.push(payload)
    }
    return found
  }

  #take(piece: Uint8Array): Uint8Array<ArrayBuffer> | null {
    if (this.#pending.length === 0 && piece[0] !== replyStart) return null
    const packet = Uint8Array.from([...this.#pending, ...piece])
    this.#pending = packet
    const length = (packet[3] ?? 0) | ((packet[4] ?? 0) << 8)
    if (packet.length < headBytes) return null
    if (length < 1 || length > longestLength) {
      this.#pending = new Uint8Array()
      return null
    }
    const end = headBytes + length
    if (packet.length < end + sumBytes) return null
    this.#pending = new Uint8Array()
    const told = (packet[end] ?? 0) | ((packet[end + 1] ?? 0) << 8)
    return told === sumOf(packet.subarray(3, end)) ? packet.slice(headBytes + 1 + skippedBytes, end) : null
  }
}

/** The reader's frames as a plain pipe, over the pipe of its reports. */
export class WrappedHidTransport implements ByteTransport {
  readonly #reports: ByteTransport
  readonly #listeners = new LinkListeners()

  constructor(reports: ByteTransport) {
    this.#reports = reports
    const unwrapper = new PacketUnwrapper()
    reports.onData((bytes) => {
      for (const payload of unwrapper.push(bytes)) this.#listeners.data(payload)
    })
    reports.onClose((reason) => {
      this.#listeners.end(reason)
    })
  }

  get name(): string {
    return this.#reports.name
  }

  get closed(): boolean {
    return this.#reports.closed
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#reports.write(wrapFrame(bytes))
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    return this.#listeners.onData(listener)
  }

  onClose(listener: Parameters<ByteTransport['onClose']>[0]): () => void {
    return this.#listeners.onClose(listener)
  }

  close(): Promise<void> {
    return this.#reports.close()
  }
}
