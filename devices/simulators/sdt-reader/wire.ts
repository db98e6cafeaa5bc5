/** The reader's side of the wire (GA/T 467; devices.md A1), written apart from the adapter's. */

export interface HostRequest {
  readonly command: number
  readonly parameter: number
  readonly data: Uint8Array
}

/** A request that arrived damaged, as the status that the module answers it with. */
export interface DamagedRequest {
  readonly damage: 0x10 | 0x11
}

const magic = Buffer.from([0xaa, 0xaa, 0x96, 0x69])
const headBytes = magic.length + 2
/** No host command is longer than this; a larger length is noise. */
const longestBody = 256

/** Collects what the host sends and gives whole requests. */
export class RequestInbox {
  #pending = Buffer.alloc(0)

  receive(bytes: Uint8Array): (HostRequest | DamagedRequest)[] {
    this.#pending = Buffer.concat([this.#pending, bytes])
    const requests: (HostRequest | DamagedRequest)[] = []
    for (let at = this.#pending.indexOf(magic); at >= 0; at = this.#pending.indexOf(magic)) {
      if (this.#pending.length < at + headBytes) break
      const bodyBytes = this.#pending.readUInt16BE(at + magic.length)
      if (bodyBytes < 3 || bodyBytes > longestBody) {
        requests.push({ damage: 0x11 })
        this.#pending = this.#pending.subarray(at + headBytes)
        continue
      }
      const end = at + headBytes + bodyBytes
      if (this.#pending.length < end) break
      requests.push(readBody(this.#pending.subarray(at + magic.length, end)))
      this.#pending = this.#pending.subarray(end)
    }
    if (this.#pending.length > 1024) this.#pending = this.#pending.subarray(-headBytes)
    return requests
  }

  forget(): void {
    this.#pending = Buffer.alloc(0)
  }
}

/** Length, command, parameter, data and checksum; all of it together XORs to nothing if it is whole. */
function readBody(body: Buffer): HostRequest | DamagedRequest {
  if (body.reduce((sum, byte) => sum ^ byte, 0) !== 0) return { damage: 0x10 }
  return { command: body.readUInt8(2), parameter: body.readUInt8(3), data: body.subarray(4, -1) }
}

/** A reply as it goes out. */
export function buildReply(status: number, data: Uint8Array = new Uint8Array()): Buffer {
  const reply = Buffer.alloc(1 + headBytes + 3 + data.length + 1)
  reply.writeUInt8(0xaa, 0)
  magic.copy(reply, 1)
  reply.writeUInt16BE(3 + data.length + 1, 5)
  reply.writeUInt8(status, 9)
  reply.set(data, 10)
  const checksum = reply.subarray(5, -1).reduce((sum, byte) => sum ^ byte, 0)
  reply.writeUInt8(checksum, reply.length - 1)
  return reply
}
