import { longestCodeBytes } from '#devices/contract'
import type { CodeFrame, CodeSplitter } from './code-frame.ts'

/** `aim`: an AIM identifier before the data and a flag for what follows; `plain`: length and data only. */
export type ReportLayout = 'aim' | 'plain'

/** One input report, taken apart. */
export interface CodeReport {
  readonly data: Uint8Array
  readonly symbology: string | null
  /** More of the same code follows in the next report. */
  readonly more: boolean
}

/** Both known layouts carry at most this much of a code (devices.md B2). */
const mostDataBytes = 56
const reportId = 0x02
const bracket = 0x5d
/** The last report of a code comes at once after the others. */
const betweenReportsMs = 300

/**
 * Takes an input report of a HID point-of-sale scanner apart (USB HID POS usage tables; layouts from devices.md B2):
 *
 *     aim    [02] length ] Q 1 data×56 further-id reserved more
 *     plain  [02] length data×56 …                                a full report is followed by another
 *
 * Where the system hands reports on without their id, everything stands one byte earlier.
 * @returns null for a report that cannot be one
 */
export function parseCodeReport(
  report: Uint8Array,
  layout: ReportLayout | 'auto' = 'auto',
): CodeReport | null {
  for (const start of startsOf(report)) {
    const length = report[start] ?? 0
    const symbology = layout === 'plain' ? null : aimAt(report, start + 1)
    if (length > mostDataBytes) continue
    if (symbology !== null) {
      const data = report.subarray(start + 4, start + 4 + length)
      if (data.length < length) continue
      return { data, symbology, more: report[start + 62] === 1 }
    }
    if (layout === 'aim') continue
    const data = report.subarray(start + 1, start + 1 + length)
    // NUL is padding: where it stands among the data, the length was something else.
    if (length === 0 || data.length < length || data.includes(0)) continue
    if (start === 0 && report[0] === reportId && report.subarray(1 + length).some((byte) => byte !== 0))
      continue
    return { data, symbology: null, more: length === mostDataBytes }
  }
  return null
}

/** Where the length may stand: behind the report id where there is one. */
function startsOf(report: Uint8Array): readonly number[] {
  if (report[0] !== reportId) return [0]
  return aimAt(report, 1) === null ? [1, 0] : [0, 1]
}

function aimAt(report: Uint8Array, at: number): string | null {
  const [open, letter = 0, modifier = 0] = report.subarray(at, at + 3)
  if (open !== bracket) return null
  const text = String.fromCharCode(bracket, letter, modifier)
  return /^\][A-Za-z][0-9A-Za-z]$/.test(text) ? text : null
}

/** Puts the reports of a code together. A chunk is a report: HID does not cut them. */
export class HidReports implements CodeSplitter {
  readonly idleMs = betweenReportsMs
  readonly #layout: ReportLayout | 'auto'
  #parts: Uint8Array[] = []
  #length = 0
  #symbology: string | null = null
  #isFull = false

  constructor(layout: ReportLayout | 'auto') {
    this.#layout = layout
  }

  get isOpen(): boolean {
    return this.#length > 0
  }

  push(chunk: Uint8Array): CodeFrame[] {
    const report = parseCodeReport(chunk, this.#layout)
    if (report === null) return [...this.#giveUp('incomplete', chunk.length)]
    const { data, symbology, more } = report
    this.#symbology ??= symbology
    this.#length += data.length
    if (this.#length > longestCodeBytes) {
      if (!more) return this.#giveUp('too-long', 0)
      this.#parts = []
      return []
    }
    this.#parts.push(Uint8Array.from(data))
    this.#isFull = symbology === null && more
    return more ? [] : this.#finish()
  }

  silence(): CodeFrame[] {
    if (this.#length > longestCodeBytes) return this.#giveUp('too-long', 0)
    // A plain report that is exactly full says by silence that it was the last.
    if (this.#isFull) return this.#finish()
    return this.#length === 0 ? [] : this.#giveUp('incomplete', 0)
  }

  #finish(): CodeFrame[] {
    const bytes = Uint8Array.from(this.#parts.flatMap((part) => [...part]))
    const symbology = this.#symbology
    this.#clear()
    return bytes.length === 0 ? [] : [{ type: 'code', bytes: withoutEnd(bytes), symbology }]
  }

  #giveUp(type: 'incomplete' | 'too-long', more: number): CodeFrame[] {
    const length = this.#length + more
    this.#clear()
    return [{ type, length }]
  }

  #clear(): void {
    this.#parts = []
    this.#length = 0
    this.#symbology = null
    this.#isFull = false
  }
}

/** Some scanners are set to send their suffix here too. */
function withoutEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length
  while (end > 1 && (bytes[end - 1] === 0x0d || bytes[end - 1] === 0x0a)) end -= 1
  return bytes.subarray(0, end)
}
