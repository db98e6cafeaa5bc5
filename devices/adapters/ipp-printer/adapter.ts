import {
  DeviceError,
  isDeviceError,
  parsePrinterUri,
  type DocumentPrinted,
  type DocumentPrinterStatus,
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '#devices/contract'
import type { AdapterContext, DeviceAdapter, OpenDevice } from '../device-adapter.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import { pause } from '../pause.ts'
import { IppLink } from './ipp-link.ts'
import { followJob } from './job.ts'
import { groupOf, numberOf } from './lookup.ts'
import { readPrinter, toCondition, type PrinterFacts } from './printer-status.ts'
import {
  a4,
  createJob,
  getPrinterAttributes,
  operationIds,
  pdfType,
  printJob,
  sendDocument,
} from './requests.ts'
import { groupTags, type IppMessage } from './values.ts'

const defaultHeldUpMinutes = 10
/** What taking a job back may take when the device is closed; a printer that is gone would hold up the end for long. */
const closeLimitMs = 4000
const sendAttempts = 3
const resendPauseMs = 500

/** A4 打印机 on IPP, or a queue of CUPS. */
export const ippPrinterAdapter: DeviceAdapter<'ipp'> = {
  name: 'ipp',
  kind: 'document-printer',
  async open(config, context, signal) {
    const address = parsePrinterUri(config.transport)
    if ('problem' in address) throw new DeviceError('device.invalid-request', address.problem)
    const link = new IppLink(address, config.options?.certificateSha256, context.trace)
    const printer = new IppPrinter(
      link,
      (config.options?.heldUpMinutes ?? defaultHeldUpMinutes) * 60_000,
      context,
    )
    await printer.start(signal)
    return printer
  },
}

class IppPrinter implements OpenDevice {
  readonly #link: IppLink
  readonly #heldUpLimitMs: number
  readonly #context: AdapterContext
  readonly #turns = new OneAtATime()
  readonly #closing = new AbortController()
  #detail = ''

  constructor(link: IppLink, heldUpLimitMs: number, context: AdapterContext) {
    this.#link = link
    this.#heldUpLimitMs = heldUpLimitMs
    this.#context = context
  }

  get detail(): string {
    return this.#detail
  }

  async start(signal: AbortSignal): Promise<void> {
    const { status } = await this.#look(signal)
    const { model, formats, isQueue } = status.capabilities
    const takes = formats.includes(pdfType) ? 'PDF' : 'no PDF'
    this.#detail = `${model === '' ? 'IPP printer' : model}, ${takes}${isQueue ? ', CUPS queue' : ''}`
  }

  async invoke<O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
    signal: AbortSignal,
  ): Promise<OperationOutput<O>> {
    const answer = await this.#turns.run<DocumentPrinterStatus | DocumentPrinted>(
      operation,
      signal,
      async () => {
        switch (operation) {
          case 'document:status':
            return (await this.#look(signal)).status
          case 'document:print':
            return this.#print(input as OperationInput<'document:print'>, signal)
          default:
            throw new DeviceError('device.unsupported-operation', `a document printer has no ${operation}`)
        }
      },
    )
    return answer as OperationOutput<O>
  }

  async check(signal: AbortSignal): Promise<void> {
    await this.#turns.run('status', signal, () => this.#look(signal))
  }

  /** There is no link between two questions that could break; a silent printer is noticed by {@link check}. */
  onLost(): void {}

  /** A job under way is taken back: nobody would be there to see what becomes of it. */
  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.race([this.#turns.idle(), pause(closeLimitMs, new AbortController().signal)])
  }

  async #look(signal: AbortSignal): Promise<PrinterFacts> {
    const facts = readPrinter(await this.#link.demand(getPrinterAttributes, signal))
    this.#context.onCondition(toCondition(facts.status))
    return facts
  }

  async #print(request: OperationInput<'document:print'>, given: AbortSignal): Promise<DocumentPrinted> {
    const signal = AbortSignal.any([given, this.#closing.signal])
    const before = await this.#look(signal)
    refuseImpossible(before.status)
    this.#context.onDocument({ stage: 'sending', attention: null, pages: null })
    const jobId = await this.#submit(before.operations, request, signal)
    const { pages, printer } = await followJob({
      link: this.#link,
      jobId,
      heldUpLimitMs: this.#heldUpLimitMs,
      onProgress: this.#context.onDocument,
      onPrinter: ({ status }) => {
        this.#context.onCondition(toCondition(status))
      },
      signal,
    })
    return { jobId, pages, confirmedBy: printer.knowsPaper ? 'printer' : 'queue', after: printer.status }
  }

  /**
   * Job first and document second, so that a link that breaks with the document leaves a job to ask about; in one where
   * the printer cannot do otherwise. @returns the job's id
   */
  async #submit(
    operations: readonly number[],
    request: OperationInput<'document:print'>,
    signal: AbortSignal,
  ): Promise<number> {
    const inTwo =
      operations.includes(operationIds.createJob) && operations.includes(operationIds.sendDocument)
    if (!inTwo) {
      const answer = await outcomeOpen(
        this.#link.demand((id, uri) => printJob(id, uri, request), signal, request.pdf),
      )
      return jobIdOf(answer)
    }
    const jobId = jobIdOf(await this.#link.demand((id, uri) => createJob(id, uri, request), signal))
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#link.demand((id, uri) => sendDocument(id, uri, jobId), signal, request.pdf)
        return jobId
      } catch (error) {
        const lost = isDeviceError(error, 'device.disconnected', 'device.timeout', 'device.open-failed')
        const first = attempt === 1 && !isDeviceError(error, 'device.cancelled')
        if (first && !lost) throw error
        // The job exists: following it finds out whether the document arrived, and takes it back if so wished. A printer
        // that has the whole document refuses to be sent another for this job, so sending again cannot print twice.
        if (!lost || attempt === sendAttempts) return jobId
        await pause(resendPauseMs, signal).catch(() => undefined)
      }
    }
  }
}

/** A printer that lacks paper takes the job and waits; these it would never print. */
function refuseImpossible({ capabilities, acceptingJobs }: DocumentPrinterStatus): void {
  const { formats, media } = capabilities
  if (!formats.includes(pdfType)) throw new DeviceError('document.no-pdf', `takes ${formats.join(' ')}`)
  if (media.length > 0 && !media.includes(a4))
    throw new DeviceError('document.no-a4', `has ${media.join(' ')}`)
  if (!acceptingJobs) throw new DeviceError('document.not-accepting', 'printer-is-accepting-jobs is false')
}

function jobIdOf(answer: IppMessage): number {
  const jobId = numberOf(groupOf(answer, groupTags.job), 'job-id')
  if (jobId === null) throw new DeviceError('device.protocol', 'a job without job-id')
  return jobId
}

/** A Print-Job that was sent and not answered may have become a job that nobody can name. */
async function outcomeOpen(asking: Promise<IppMessage>): Promise<IppMessage> {
  try {
    return await asking
  } catch (error) {
    if (!isDeviceError(error, 'device.disconnected', 'device.timeout', 'device.cancelled')) throw error
    throw new DeviceError('document.outcome-unknown', `Print-Job: ${error.message}`, { cause: error })
  }
}
