/**
 * Cuts an SDT byte stream into frames and builds request frames (GA/T 467; devices.md A1).
 *
 *     AA AA AA 96 69 │ LEN_H LEN_L │ SW1 SW2 SW3 │ data … │ CHK        reader → host
 *                    └─ LEN counts everything after itself; CHK = XOR from LEN_H up to the byte before CHK
 *     AA AA AA 96 69 │ LEN_H LEN_L │ CMD PARA │ data … │ CHK           host → reader
 */

const preamble = [0xaa, 0xaa, 0xaa, 0x96, 0x69] as const
/** The scanner looks for this part only: serial converters eat or add a leading AA (devices.md A1). */
const marker = [0xaa, 0xaa, 0x96, 0x69] as const
const markerBytes = Uint8Array.from(marker)

/** SW1 SW2 SW3 CHK. */
const minLength = 4
/** The vendor library's own ceiling; the largest real frame is 2321 bytes. */
const maxLength = 4089
const maxBuffered = marker.length + 2 + maxLength

/** A reply whose checksum is right. */
export interface SdtFrame {
  readonly type: 'frame'
  readonly sw1: number
  readonly sw2: number
  readonly sw3: number
  readonly data: Uint8Array<ArrayBuffer>
}

/** Something that began as a frame and is none. */
export interface SdtCorruption {
  readonly type: 'corrupt'
  readonly reason: 'length' | 'checksum'
}

/** A whole request, ready to be written. */
export function encodeRequest(
  command: number,
  parameter: number,
  data: Uint8Array = new Uint8Array(),
): Uint8Array<ArrayBuffer> {
  const length = 3 + data.length
  const body = [length >> 8, length & 0xff, command, parameter, ...data]
  return Uint8Array.from([...preamble, ...body, xor(body)])
}

function xor(bytes: Iterable<number>): number {
  let sum = 0
  for (const byte of bytes) sum ^= byte
  return sum
}

/**
 * Takes chunks cut anywhere and gives frames. Noise before a marker is dropped; after a bad length or checksum it
 * looks for the next marker right behind the bad one, so that a frame that lost bytes does not swallow its successor.
 * Holds never more than one largest frame.
 */
export class SdtFrameScanner {
  readonly #buffer = new Uint8Array(maxBuffered)
  #size = 0

  push(chunk: Uint8Array): (SdtFrame | SdtCorruption)[] {
    const found: (SdtFrame | SdtCorruption)[] = []
    // A chunk may be larger than the bound: it is taken in pieces that fit.
    for (let offset = 0; offset < chunk.length;) {
      const piece = chunk.subarray(offset, offset + maxBuffered - this.#size)
      this.#buffer.set(piece, this.#size)
      this.#size += piece.length
      offset += piece.length
      this.#drain(found)
    }
    return found
  }

  get bufferedBytes(): number {
    return this.#size
  }

  /** Whether a marker has been seen whose frame is not yet whole. */
  get holdsBegunFrame(): boolean {
    return this.#size >= marker.length
  }

  /** Takes the begun frame for noise and gives what stands whole behind its marker. */
  skipBegunFrame(): (SdtFrame | SdtCorruption)[] {
    const found: (SdtFrame | SdtCorruption)[] = []
    this.#discard(Math.min(this.#size, marker.length))
    this.#drain(found)
    return found
  }

  /** Cuts what is whole. What stays begins with a marker, or is too short to tell; it is never a full buffer. */
  #drain(found: (SdtFrame | SdtCorruption)[]): void {
    for (;;) {
      const bytes = this.#buffer.subarray(0, this.#size)
      const start = findMarker(bytes)
      if (start < 0) {
        this.#discard(Math.max(0, this.#size - (marker.length - 1)))
        return
      }
      this.#discard(start)
      const outcome = cutFrame(this.#buffer.subarray(0, this.#size))
      if (outcome === null) return
      found.push(outcome.result)
      this.#discard(outcome.consumed)
    }
  }

  #discard(count: number): void {
    if (count === 0) return
    this.#buffer.copyWithin(0, count, this.#size)
    this.#size -= count
  }
}

/** Reads the frame at the start of `bytes`; null if more bytes are needed. */
function cutFrame(bytes: Uint8Array): { result: SdtFrame | SdtCorruption; consumed: number } | null {
  if (bytes.length < marker.length + 2) return null
  const length = ((bytes[4] ?? 0) << 8) | (bytes[5] ?? 0)
  if (length < minLength || length > maxLength) {
    return { result: { type: 'corrupt', reason: 'length' }, consumed: marker.length }
  }
  const end = marker.length + 2 + length
  if (bytes.length < end) return null
  const checked = bytes.subarray(marker.length, end - 1)
  if (xor(checked) !== bytes[end - 1]) {
    return { result: { type: 'corrupt', reason: 'checksum' }, consumed: marker.length }
  }
  const [sw1 = 0, sw2 = 0, sw3 = 0] = checked.subarray(2, 5)
  return { result: { type: 'frame', sw1, sw2, sw3, data: checked.slice(5) }, consumed: end }
}

function findMarker(bytes: Uint8Array): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(markerBytes)
}
