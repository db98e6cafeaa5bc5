import { longestCodeBytes, type CodeSuffix } from '#devices/contract'
import type { CodeFrame, CodeSplitter } from './code-frame.ts'

const CR = 0x0d
const LF = 0x0a
const ends: Readonly<Record<Exclude<CodeSuffix, 'crlf'>, readonly number[]>> = {
  auto: [CR, LF],
  cr: [CR],
  lf: [LF],
  tab: [0x09],
  etx: [0x03],
  none: [],
}

/** Half a code followed by this much silence is half a code for good. */
const brokenOffMs = 1500

/**
 * Cuts a serial stream into codes at the scanner's suffix, wherever the chunks were cut.
 *
 * With `auto`, CR or LF ends a code, and silence does as long as no suffix was ever seen on this line: a scanner that
 * sends one sends it always, so that once it is known, a pause in the middle of a number does not make two of it.
 */
export class SerialSplitter implements CodeSplitter {
  readonly #suffix: CodeSuffix
  readonly #quietMs: number
  /** Capacity doubles up to the longest code, so that a flood costs no more than one code. */
  #buffer = new Uint8Array(256)
  #length = 0
  /** Bytes of a code that was given up, its tail included. */
  #dropped = 0
  #suffixSeen = false
  #previous = 0

  constructor(suffix: CodeSuffix, quietMs: number) {
    this.#suffix = suffix
    this.#quietMs = quietMs
  }

  get idleMs(): number {
    return this.#endsBySilence ? this.#quietMs : brokenOffMs
  }

  get isOpen(): boolean {
    return this.#length > 0 || this.#dropped > 0
  }

  get #endsBySilence(): boolean {
    return this.#suffix === 'none' || (this.#suffix === 'auto' && !this.#suffixSeen)
  }

  push(chunk: Uint8Array): CodeFrame[] {
    const frames: CodeFrame[] = []
    for (const byte of chunk) {
      if (this.#isEnd(byte)) frames.push(...this.#end('suffix'))
      else this.#keep(byte)
      this.#previous = byte
    }
    return frames
  }

  silence(): CodeFrame[] {
    return this.#end(this.#endsBySilence ? 'silence' : 'broken-off')
  }

  #isEnd(byte: number): boolean {
    if (this.#suffix !== 'crlf') return ends[this.#suffix].includes(byte)
    if (byte !== LF || this.#previous !== CR) return false
    // The CR was kept as data, where it was not one of too many bytes.
    if (this.#length > 0) this.#length -= 1
    return true
  }

  #keep(byte: number): void {
    if (this.#dropped > 0) {
      this.#dropped += 1
      return
    }
    if (this.#length === longestCodeBytes) {
      this.#dropped = this.#length + 1
      this.#length = 0
      return
    }
    if (this.#length === this.#buffer.length) {
      const larger = new Uint8Array(Math.min(longestCodeBytes, this.#buffer.length * 2))
      larger.set(this.#buffer)
      this.#buffer = larger
    }
    this.#buffer[this.#length] = byte
    this.#length += 1
  }

  #end(by: 'suffix' | 'silence' | 'broken-off'): CodeFrame[] {
    if (by === 'suffix') this.#suffixSeen = true
    const dropped = this.#dropped
    const bytes = this.#buffer.slice(0, this.#length)
    this.#dropped = 0
    this.#length = 0
    if (dropped > 0) return [{ type: 'too-long', length: dropped }]
    if (bytes.length === 0) return []
    if (by === 'broken-off') return [{ type: 'incomplete', length: bytes.length }]
    const code = by === 'silence' ? withoutLineEnd(bytes) : bytes
    return code.length === 0 ? [] : [{ type: 'code', bytes: code, symbology: null }]
  }
}

/** A scanner that was said to have no suffix may have one all the same. */
function withoutLineEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === CR || bytes[end - 1] === LF)) end -= 1
  return bytes.subarray(0, end)
}
