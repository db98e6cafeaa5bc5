/** What a keystroke means for a scanner that types like a keyboard. */
export type WedgeVerdict =
  /** No character, or a person's. */
  | { readonly type: 'other' }
  /** The first of what may become a code. */
  | { readonly type: 'first' }
  /** One of several that came faster than fingers type. */
  | { readonly type: 'burst' }
  /** The key that ends a code. */
  | { readonly type: 'scan'; readonly text: string }

/** Longer than a scanner takes from key to key, shorter than fingers (devices.md B3). */
const longestGapMs = 40
/** Scanners take a breath before the last key, some of them. */
const longestEndGapMs = 120
/** Fewer characters in a row may be two fingers that roll. */
const fewestCharacters = 6
/** From here on it is no finger any more. */
const burstFrom = 4
/** No code is longer (devices.md B). */
const mostCharacters = 8000

/** 键盘口扫码器: tells a scanner that types from a person who does, by timing alone. Pure: time is what the events say. */
export class WedgeDetector {
  #text = ''
  #count = 0
  #lastAt = Number.NEGATIVE_INFINITY

  /**
   * @param key as `KeyboardEvent.key`
   * @param at as `Event.timeStamp`, in milliseconds: when the key came, however late it is looked at
   */
  press(key: string, at: number): WedgeVerdict {
    const gap = at - this.#lastAt
    if (key === 'Shift') return { type: 'other' }
    if (key === 'Enter' || key === 'Tab') {
      const text = this.#text
      const isScan = this.#count >= fewestCharacters && gap <= longestEndGapMs
      this.reset()
      return isScan ? { type: 'scan', text } : { type: 'other' }
    }
    if ([...key].length !== 1) {
      this.reset()
      return { type: 'other' }
    }
    if (gap > longestGapMs || this.#count >= mostCharacters) this.reset()
    this.#text += key
    this.#count += 1
    this.#lastAt = at
    if (this.#count === 1) return { type: 'first' }
    return this.#count >= burstFrom ? { type: 'burst' } : { type: 'other' }
  }

  /** What came so far is no code: another key, a click, another window. */
  reset(): void {
    this.#text = ''
    this.#count = 0
    this.#lastAt = Number.NEGATIVE_INFINITY
  }
}
