/** What can go wrong with the reader's next replies on their way. */
export interface LineFault {
  /** Replies of other steps pass untouched; any if absent. */
  readonly step?: string | undefined
  readonly change:
    | { readonly type: 'corrupt' }
    | { readonly type: 'drop'; readonly bytes: number }
    | { readonly type: 'delay'; readonly ms: number }
    | { readonly type: 'split'; readonly pieceBytes: number; readonly gapMs: number }
    | { readonly type: 'prefix'; readonly garbage: Uint8Array }
    /** A leading AA eaten, or one too many, as serial converters do. */
    | { readonly type: 'preamble'; readonly change: 'short' | 'long' }
    /** The same reply again in the same breath. */
    | { readonly type: 'twice' }
    | { readonly type: 'silence' }
    | { readonly type: 'status'; readonly status: number }
    | { readonly type: 'unplug'; readonly afterBytes: number }
}

/** Faults waiting for their replies, first come, first served. */
export class FaultQueue {
  #waiting: LineFault[] = []

  add(fault: LineFault, count: number): void {
    for (let index = 0; index < count; index += 1) this.#waiting.push(fault)
  }

  /** The fault meant for a reply to `step`, taken off the queue. */
  take(step: string): LineFault['change'] | null {
    const index = this.#waiting.findIndex((fault) => fault.step === undefined || fault.step === step)
    if (index < 0) return null
    return this.#waiting.splice(index, 1)[0]?.change ?? null
  }

  clear(): void {
    this.#waiting = []
  }

  get length(): number {
    return this.#waiting.length
  }
}

/** Flips a bit in the middle: the checksum no longer fits. */
export function corrupted(reply: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(reply)
  const middle = Math.max(7, Math.floor(copy.length / 2))
  copy[middle] = (copy[middle] ?? 0) ^ 0x10
  return copy
}

/** Loses bytes from the middle. */
export function withBytesDropped(reply: Uint8Array, count: number): Uint8Array {
  const at = Math.max(7, Math.floor(reply.length / 2))
  return Buffer.concat([reply.subarray(0, at), reply.subarray(Math.min(reply.length, at + count))])
}
