import type { FrameMask } from '../traced-link.ts'

/**
 * What of SDT may be shown (devices.md A1): marker, LEN, and SW1–3 or CMD PARA. DATA holds the card's text, photo and
 * fingerprints, and CHK is computed from it, so both stay hidden.
 *
 *     AA AA AA 96 69 │ LEN LEN │ SW1 SW2 SW3 │ DATA … │ CHK
 *     └──────────── shown ─────────────────┘ └─ hidden ──┘
 */
export function sdtTraceMask(): FrameMask {
  const follow = { out: new Follower(4), in: new Follower(5) }
  return (direction, chunk) => {
    // Half-duplex: what comes after a request answers it, whatever stood unfinished.
    if (direction === 'out') {
      follow.out = new Follower(4)
      follow.in = new Follower(5)
    }
    return [...chunk.keys()].filter((at) => follow[direction].take(chunk[at] ?? 0))
  }
}

const marker = [0xaa, 0xaa, 0x96, 0x69] as const

/** Walks along a stream, byte by byte, and knows where in a frame it stands. */
class Follower {
  readonly #headerBytes: number
  #matched = 0
  #header: number[] | null = null
  #hidden = 0

  constructor(headerBytes: number) {
    this.#headerBytes = headerBytes
  }

  /** @returns whether this byte may be shown */
  take(byte: number): boolean {
    if (this.#hidden > 0) {
      this.#hidden -= 1
      return false
    }
    if (this.#header !== null) {
      this.#header.push(byte)
      if (this.#header.length === this.#headerBytes) this.#endHeader(this.#header)
      return true
    }
    return this.#seek(byte)
  }

  #endHeader([high = 0, low = 0]: readonly number[]): void {
    this.#hidden = Math.max(0, ((high << 8) | low) - (this.#headerBytes - 2))
    this.#header = null
  }

  #seek(byte: number): boolean {
    if (byte === marker[this.#matched]) this.#matched += 1
    // A third AA: the last two still begin the marker.
    else if (!(byte === 0xaa && this.#matched === 2)) this.#matched = byte === 0xaa ? 1 : 0
    if (this.#matched === marker.length) {
      this.#matched = 0
      this.#header = []
      return true
    }
    return this.#matched > 0
  }
}
