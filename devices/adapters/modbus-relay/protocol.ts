/** Modbus RTU, as far as switching a relay needs it (Modbus application protocol V1.1b3 §6.5; serial line V1.02 §2.5). */

/** CRC-16/MODBUS: polynomial A001 reflected, from FFFF; sent low byte first. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1
  }
  return crc
}

function withCrc(body: readonly number[]): Uint8Array {
  const crc = crc16(Uint8Array.from(body))
  return Uint8Array.from([...body, crc & 0xff, crc >> 8])
}

/** Write Single Coil (05): FF00 closes, 0000 opens. @param coil from 0 */
export function encodeWriteCoil(address: number, coil: number, on: boolean): Uint8Array {
  return withCrc([address, 0x05, coil >> 8, coil & 0xff, on ? 0xff : 0x00, 0x00])
}

/** What the line says so far to a request. */
export type CoilReply =
  | { readonly type: 'incomplete' }
  | { readonly type: 'done' }
  | { readonly type: 'exception'; readonly code: number }
  | { readonly type: 'wrong' }

const exceptionBytes = 5

/**
 * Judges what came after a Write Single Coil: a good board sends the request back, byte for byte; one that will not
 * sends function 85 and a code. Anything else with enough bytes is wrong, a good CRC over another content included.
 */
export function judgeReply(request: Uint8Array, received: Uint8Array): CoilReply {
  if (received[1] === 0x85 && received[0] === request[0]) {
    if (received.length < exceptionBytes) return { type: 'incomplete' }
    const frame = received.subarray(0, exceptionBytes)
    return crc16(frame) === 0 ? { type: 'exception', code: frame[2] ?? 0 } : { type: 'wrong' }
  }
  if (received.length < request.length) return { type: 'incomplete' }
  return request.every((byte, at) => received[at] === byte) && received.length === request.length
    ? { type: 'done' }
    : { type: 'wrong' }
}
