import { DeviceError, isDeviceError, type DocumentProgress } from '#devices/contract'
import { pause } from '../pause.ts'
import { isGood, notFoundStatus, type IppLink } from './ipp-link.ts'
import { groupOf, numberOf, stringsOf } from './lookup.ts'
import { readPrinter, type PrinterFacts } from './printer-status.ts'
import { mostUrgent } from './reasons.ts'
import { cancelJob, getJobAttributes, getPrinterAttributes } from './requests.ts'
import { groupTags } from './values.ts'

/** Job states (RFC 8011 §5.3.7). */
const state = {
  pending: 3,
  held: 4,
  processing: 5,
  stopped: 6,
  canceled: 7,
  aborted: 8,
  completed: 9,
} as const

/** The first look comes soon, then ever less often: a page takes some seconds. */
const firstLookMs = 200
const slowestLookMs = 2000
/** How long a printer that does not answer is asked again before the outcome is called unknown. */
const silenceLimitMs = 30_000
/** How long a cancelled job may take to be gone. */
const cancelLimitMs = 20_000

export interface JobWatch {
  readonly link: IppLink
  readonly jobId: number
  readonly heldUpLimitMs: number
  readonly onProgress: (progress: DocumentProgress) => void
  readonly onPrinter: (facts: PrinterFacts) => void
  readonly signal: AbortSignal
}

export interface FinishedJob {
  readonly pages: number | null
  readonly printer: PrinterFacts
}

interface JobLook {
  readonly state: number
  readonly reasons: readonly string[]
  readonly pages: number | null
  readonly printer: PrinterFacts
}

/**
 * Follows a job to its end: paper, or a reason why not.
 *
 *     pending ─▶ processing ─▶ completed
 *        │          ├─▶ stopped / printer stopped: told, and waited for until mended or too long
 *        └── signal ┴─▶ Cancel-Job ─▶ canceled
 *
 * @throws DeviceError `device.cancelled` once the printer has let the job go; `document.*` for every other end;
 *   `document.outcome-unknown` if nobody can say
 */
export async function followJob(watch: JobWatch): Promise<FinishedJob> {
  const never = new AbortController().signal
  let wait = firstLookMs
  let heldUpSince: number | null = null
  let cancelAsked: number | null = null
  let gaveUp = false
  for (;;) {
    const look = await lookPatiently(watch)
    watch.onPrinter(look.printer)
    const ended = endOf(look, gaveUp, cancelAsked !== null)
    if (ended !== null) return ended
    const heldUp = isHeldUp(look)
    heldUpSince = heldUp ? (heldUpSince ?? Date.now()) : null
    watch.onProgress(progressOf(look, heldUp, cancelAsked !== null))

    const tooLong = heldUpSince !== null && Date.now() - heldUpSince >= watch.heldUpLimitMs
    if (cancelAsked === null && (watch.signal.aborted || tooLong)) {
      gaveUp = tooLong && !watch.signal.aborted
      cancelAsked = Date.now()
      await askToCancel(watch)
      wait = firstLookMs
    } else if (cancelAsked !== null && Date.now() - cancelAsked > cancelLimitMs) {
      throw new DeviceError(
        'document.outcome-unknown',
        `job ${String(watch.jobId)} does not let itself be cancelled`,
      )
    }
    // A cancellation is acted on at once; after it, looking goes on.
    await pause(wait, cancelAsked === null ? watch.signal : never).catch(() => undefined)
    wait = Math.min(wait * 1.5, slowestLookMs)
  }
}

function endOf(look: JobLook, gaveUp: boolean, cancelAsked: boolean): FinishedJob | null {
  const told = `job-state ${String(look.state)}, ${look.reasons.join(' ')}`
  switch (look.state) {
    case state.completed:
      if (look.reasons.includes('job-completed-with-errors')) throw new DeviceError('document.aborted', told)
      return { pages: look.pages, printer: look.printer }
    case state.canceled:
      if (gaveUp) throw new DeviceError('document.held-up-too-long', told)
      if (cancelAsked) throw new DeviceError('device.cancelled', told)
      throw new DeviceError('document.cancelled-at-printer', told)
    case state.aborted:
      throw new DeviceError('document.aborted', told)
    default:
      return null
  }
}

function isHeldUp({ state: jobState, printer }: JobLook): boolean {
  return jobState === state.stopped || jobState === state.held || printer.status.state === 'stopped'
}

function progressOf(look: JobLook, heldUp: boolean, cancelling: boolean): DocumentProgress {
  const attention = mostUrgent(look.printer.status.reasons)
  const stage = cancelling
    ? 'cancelling'
    : heldUp
      ? 'held-up'
      : look.state === state.pending
        ? 'queued'
        : 'printing'
  // Held up and no word why: the hall has to go and look all the same.
  return { stage, attention: attention ?? (stage === 'held-up' ? 'service-needed' : null), pages: look.pages }
}

/** Bears with a printer that is silent for a while: the job goes on without being looked at. */
async function lookPatiently(watch: JobWatch): Promise<JobLook> {
  const deadline = Date.now() + silenceLimitMs
  for (let wait = firstLookMs; ; wait = Math.min(wait * 2, slowestLookMs)) {
    try {
      return await look(watch)
    } catch (error) {
      const silent = isDeviceError(
        error,
        'device.disconnected',
        'device.open-failed',
        'device.timeout',
        'device.protocol',
      )
      if (!silent || Date.now() >= deadline) {
        const said = error instanceof Error ? error.message : String(error)
        throw new DeviceError('document.outcome-unknown', `after sending: ${said}`, { cause: error })
      }
    }
    await pause(wait, new AbortController().signal)
  }
}

async function look({ link, jobId }: JobWatch): Promise<JobLook> {
  const always = new AbortController().signal
  const job = await link.ask((id, uri) => getJobAttributes(id, uri, jobId), always)
  if (job.code === notFoundStatus)
    throw new DeviceError('document.outcome-unknown', 'the printer has forgotten the job')
  if (!isGood(job)) throw new DeviceError('device.protocol', `IPP status ${job.code.toString(16)}`)
  const group = groupOf(job, groupTags.job)
  const jobState = numberOf(group, 'job-state')
  if (jobState === null) throw new DeviceError('device.protocol', 'a job without job-state')
  const pages = numberOf(group, 'job-impressions-completed') ?? numberOf(group, 'job-media-sheets-completed')
  return {
    state: jobState,
    reasons: stringsOf(group, 'job-state-reasons'),
    pages: pages === null || pages < 0 ? null : pages,
    printer: readPrinter(await link.demand(getPrinterAttributes, always)),
  }
}

/** A job that has just ended refuses to be cancelled; the next look tells how it ended. */
async function askToCancel({ link, jobId }: JobWatch): Promise<void> {
  try {
    await link.ask((id, uri) => cancelJob(id, uri, jobId), new AbortController().signal)
  } catch (error) {
    if (!isDeviceError(error)) throw error
  }
}
