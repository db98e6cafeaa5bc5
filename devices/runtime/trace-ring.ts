import type { TraceEntry } from '#devices/contract'
import type { ClearBytes, DeviceTrace } from '#devices/adapters'

/** Frames and notes kept of each device. */
const capacity = 200
/** Chunks of one direction that follow each other this closely are one frame in pieces. */
const sameFrameMs = 100
/** More than any header; whatever an adapter declares clear beyond it is hidden all the same. */
const mostClearBytes = 24
const longestFrame = 8192

interface Line {
  readonly at: number
  readonly direction: TraceEntry['direction']
  lastAt: number
  length: number
  clearBytes: number
  /** Hexadecimal of a byte that may be shown, or how many are hidden. */
  readonly parts: (string | number)[]
}

/** 字节记录: the last frames on a device's wire. What is hidden is gone before it is kept, not when it is shown. */
export class TraceRing implements DeviceTrace {
  readonly #now: () => number
  #lines: Line[] = []

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  frame(direction: 'out' | 'in', bytes: Uint8Array, clear: ClearBytes): void {
    const line = this.#lineFor(direction)
    const shown = [...new Set(clear)]
      .filter((at) => at >= 0 && at < bytes.length)
      .sort((a, b) => a - b)
      .slice(0, mostClearBytes - line.clearBytes)
    let next = 0
    for (const at of shown) {
      hide(line, at - next)
      line.parts.push((bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0'))
      next = at + 1
    }
    hide(line, bytes.length - next)
    line.clearBytes += shown.length
    line.length += bytes.length
  }

  /** What the runtime did: names of operations, states and codes, nothing else. */
  note(words: string): void {
    const at = this.#now()
    this.#push({ at, lastAt: at, direction: 'note', length: 0, clearBytes: 0, parts: [words] })
  }

  /** The newest last. */
  entries(): TraceEntry[] {
    return this.#lines.map(({ at, direction, length, parts }) => ({
      at: new Date(at).toISOString(),
      direction,
      length,
      shown: parts.map((part) => (typeof part === 'number' ? `··${String(part)}` : part)).join(' '),
    }))
  }

  #lineFor(direction: 'out' | 'in'): Line {
    const at = this.#now()
    const last = this.#lines.at(-1)
    if (
      last?.direction === direction &&
      direction === 'in' &&
      at - last.lastAt < sameFrameMs &&
      last.length < longestFrame
    ) {
      last.lastAt = at
      return last
    }
    return this.#push({ at, lastAt: at, direction, length: 0, clearBytes: 0, parts: [] })
  }

  #push(line: Line): Line {
    this.#lines.push(line)
    if (this.#lines.length > capacity) this.#lines = this.#lines.slice(-capacity)
    return line
  }
}

/** A page of twenty megabytes is one number here, and is never looked at. */
function hide(line: Line, count: number): void {
  if (count === 0) return
  const last = line.parts.at(-1)
  if (typeof last === 'number') line.parts[line.parts.length - 1] = last + count
  else line.parts.push(count)
}
