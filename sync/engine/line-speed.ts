/** Less than this says how long the hub thinks, not how fast the line is. */
const tellingBytes = 16 * 1024

/** 线路快慢, as the last requests found it. Nothing is known of a line before it has carried something, or after it broke. */
export class LineSpeed {
  #bytesPerMs: number | null = null

  /** A request with so many bytes took so many milliseconds, answer and all. */
  note(bytes: number, tookMs: number): void {
    if (bytes < tellingBytes) return
    const found = bytes / Math.max(tookMs, 1)
    this.#bytesPerMs = this.#bytesPerMs === null ? found : (this.#bytesPerMs + found) / 2
  }

  /** The line broke: how it is afterwards is to be found out anew. */
  forget(): void {
    this.#bytesPerMs = null
  }

  /** How long so many bytes would take, in milliseconds; for ever where nothing is known. */
  timeFor(bytes: number): number {
    return this.#bytesPerMs === null ? Infinity : bytes / this.#bytesPerMs
  }
}
