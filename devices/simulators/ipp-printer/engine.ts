/** What can stop or bother this printer; the keywords are those of printer-state-reasons. */
export const faults = [
  'media-empty',
  'media-jam',
  'cover-open',
  'door-open',
  'toner-empty',
  'output-area-full',
  'media-low-warning',
  'toner-low-report',
] as const
export type Fault = (typeof faults)[number]

export interface PrintJob {
  readonly id: number
  readonly name: string
  readonly user: string
  readonly media: string
  readonly sides: string
  readonly copies: number
  readonly createdAt: Date
  beganAt: Date | null
  endedAt: Date | null
  /** 3 pending, 4 held, 5 processing, 6 stopped, 7 canceled, 8 aborted, 9 completed (RFC 8011 §5.3.7). */
  state: number
  reason: string
  document: Buffer | null
  pagesToPrint: number
  pagesPrinted: number
}

export interface EngineOptions {
  readonly pageMs: number
  /** Called once for each job whose last page has come out. */
  readonly onPrinted: (job: PrintJob) => void
}

/** The paper path: one job after another, one page after another, and no page while something stops it. */
export class PrintEngine {
  readonly jobs: PrintJob[] = []
  readonly faults = new Set<Fault>()
  accepting = true
  paused = false
  /** Sheets until the tray is empty; null for a tray without end. */
  sheetsLeft: number | null = null
  readonly #options: EngineOptions
  #timer: NodeJS.Timeout | null = null

  constructor(options: EngineOptions) {
    this.#options = options
  }

  get stopped(): boolean {
    return this.paused || [...this.faults].some((fault) => !/-(warning|report)$/.test(fault))
  }

  get current(): PrintJob | undefined {
    return this.jobs.find(
      ({ state, document }) => (state === 3 || state === 5 || state === 6) && document !== null,
    )
  }

  create(ticket: Pick<PrintJob, 'name' | 'user' | 'media' | 'sides' | 'copies'>): PrintJob {
    const job: PrintJob = {
      ...ticket,
      id: this.jobs.length + 1,
      createdAt: new Date(),
      beganAt: null,
      endedAt: null,
      state: 3,
      reason: 'job-incoming',
      document: null,
      pagesToPrint: 0,
      pagesPrinted: 0,
    }
    this.jobs.push(job)
    return job
  }

  feed(job: PrintJob, document: Buffer): void {
    job.document = document
    job.reason = 'none'
    job.pagesToPrint = pageCount(document) * job.copies
    this.turn()
  }

  end(job: PrintJob, state: 7 | 8, reason: string): void {
    job.state = state
    job.reason = reason
    job.endedAt = new Date()
    job.document = null
    this.turn()
  }

  /** To be called after every change: begins, stops or goes on as things are now. */
  turn(): void {
    const job = this.current
    if (job === undefined) return
    job.state = this.stopped ? (job.pagesPrinted > 0 || job.state !== 3 ? 6 : 3) : 5
    if (job.state === 5) job.beganAt ??= new Date()
    job.reason = this.stopped ? 'printer-stopped' : 'job-printing'
    if (this.stopped || this.#timer !== null) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#printPage()
      this.turn()
    }, this.#options.pageMs)
  }

  halt(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #printPage(): void {
    const job = this.current
    if (job === undefined || this.stopped) return
    job.pagesPrinted += 1
    if (job.pagesPrinted >= job.pagesToPrint) {
      job.state = 9
      job.endedAt = new Date()
      job.reason = 'job-completed-successfully'
      this.#options.onPrinted(job)
    }
    if (this.sheetsLeft === null) return
    this.sheetsLeft -= 1
    if (this.sheetsLeft > 0) return
    this.sheetsLeft = null
    this.faults.add('media-empty')
  }
}

/** Pages of a PDF whose page objects stand in the open, as browsers write them. */
export function pageCount(document: Buffer): number {
  return Math.max(1, document.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 1)
}
