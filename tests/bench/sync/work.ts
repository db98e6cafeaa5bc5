/** What every engine is given to do: N intakes of a form and three scans. */
export interface Work {
  readonly intakes: number
  /** Bytes of the form as JSON. */
  readonly formBytes: number
  readonly scans: number
  /** Bytes of one scan; random, as a JPEG looks to whoever would compress it. */
  readonly scanBytes: number
}

/** The work by the number of its intakes; the sizes are those of a hall's ordinary intake. */
export function workOf(intakes: number): Work {
  return { intakes, formBytes: 10 * 1024, scans: 3, scanBytes: 300 * 1024 }
}

/** Bytes that a person would say were sent. */
export function payloadBytes(work: Work): number {
  return work.intakes * (work.formBytes + work.scans * work.scanBytes)
}

/** What a page is told by `bench.json` beside it. */
export interface PageTask {
  readonly engine: string
  readonly work: Work
  /** Where the page's own engine sends to; the terminal has its hub in terminal.yaml. */
  readonly url: string
}

/** What a page says, a line each: first that it has stored, then that all was confirmed. */
export type PageReport =
  | { readonly phase: 'stored'; readonly savesMs: readonly number[] }
  | { readonly phase: 'drained' }
  | { readonly phase: 'failed'; readonly reason: string }

/** What stands before a report on the console. */
export const reportMark = 'BENCH '

/** Characters of a form that nobody can compress to nothing. */
export function formText(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(Math.ceil(bytes / 2)))
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, bytes)
}

/** A scan of random bytes. */
export function scanOf(bytes: number): Uint8Array<ArrayBuffer> {
  const scan = new Uint8Array(bytes)
  // The browser gives at most 64 KiB of randomness at a time.
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(scan.subarray(at, at + 65_536))
  return scan
}

/** Runs `save` for each of the intakes, one after the other as a clerk does. @returns each one's milliseconds */
export async function timeEach(count: number, save: (index: number) => Promise<void>): Promise<number[]> {
  const savesMs: number[] = []
  for (let index = 0; index < count; index++) {
    const startedAt = performance.now()
    await save(index)
    savesMs.push(performance.now() - startedAt)
  }
  return savesMs
}

/** Tells the bench outside. */
export function report(said: PageReport): void {
  console.log(reportMark + JSON.stringify(said))
}
