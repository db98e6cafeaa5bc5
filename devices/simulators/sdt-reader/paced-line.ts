import { setTimeout as wait } from 'node:timers/promises'

/** Start bit, eight data bits, stop bit. */
const bitsPerByte = 10

/** How long `byteCount` bytes take on a serial line. */
export function wireMs(byteCount: number, baudRate: number): number {
  return (byteCount * bitsPerByte * 1000) / baudRate
}

/** What the request that is answered took of the line before; every request without data has as many. */
const requestBytes = 10

/**
 * Hands an answer on as a serial line of this speed would, the request before it included; by the clock, so that a late
 * timer is made up for by the next piece.
 */
export async function sendPaced(
  bytes: Uint8Array,
  baudRate: number,
  send: (piece: Uint8Array) => Promise<void>,
): Promise<void> {
  const start = performance.now()
  for (let sent = 0; sent < bytes.length;) {
    await wait(1)
    const due = Math.floor(((performance.now() - start) * baudRate) / (1000 * bitsPerByte)) - requestBytes
    const until = Math.min(bytes.length, due)
    if (until > sent) await send(bytes.subarray(sent, until))
    sent = Math.max(sent, until)
  }
}
