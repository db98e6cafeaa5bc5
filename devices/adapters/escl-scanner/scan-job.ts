import { DeviceError } from '#devices/contract'
import { askHttp, type HttpAnswer, type HttpQuestion } from '#devices/transports'
import { pause } from '../pause.ts'
import { readCapabilities, readStatus, type ScannerCapabilities, type ScannerStatus } from './documents.ts'

/** A lamp that warms up says nothing for half a minute. */
const silenceMs = 60_000
const statusSilenceMs = 10_000
/** An A3 page at 600 dpi as JPEG fits several times over. */
const maxPictureBytes = 128 * 1024 * 1024
const maxXmlBytes = 1024 * 1024
/** 503 right after a job was made is normal (devices.md E2: sane-airscan asks 10 and 30 times). */
const mostRetries = { job: 10, page: 30 } as const

export interface EsclLinkOptions {
  readonly retryMs: number
  /** Of an https scanner with a certificate of its own making. */
  readonly certificateSha256?: string | undefined
}

/** A scanner's eSCL interface under one root address, e.g. `http://10.0.0.9/eSCL`. */
export class EsclLink {
  readonly root: string
  readonly #options: EsclLinkOptions

  constructor(root: string, options: EsclLinkOptions) {
    this.root = root.replace(/\/+$/, '')
    this.#options = options
  }

  async capabilities(signal: AbortSignal): Promise<ScannerCapabilities> {
    return readCapabilities(await this.#xml('ScannerCapabilities', signal))
  }

  async status(signal: AbortSignal): Promise<ScannerStatus> {
    return readStatus(await this.#xml('ScannerStatus', signal))
  }

  /** Begins a job. @returns its address on this scanner. @throws DeviceError `scan.busy`, `scan.unsupported-option` */
  async begin(settings: string, signal: AbortSignal): Promise<string> {
    const body = [new TextEncoder().encode(settings)]
    const question = { url: `${this.root}/ScanJobs`, contentType: 'text/xml', body, silenceMs }
    const answer = await this.#patiently(mostRetries.job, signal, () =>
      this.#ask({ ...question, maxAnswerBytes: maxXmlBytes, signal }),
    )
    if (answer.status === 503) throw new DeviceError('scan.busy', 'ScanJobs: 503 again and again')
    if (answer.status === 409 || answer.status === 400)
      throw new DeviceError('scan.unsupported-option', `ScanJobs: ${String(answer.status)}`)
    if (answer.status !== 201 || answer.location === null) throw unexpected('ScanJobs', answer)
    return this.#jobAddress(answer.location)
  }

  /** The next page of a job; null when there are no more. @throws DeviceError */
  async nextPage(job: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer> | null> {
    const url = `${job}/NextDocument`
    const answer = await this.#patiently(mostRetries.page, signal, () =>
      this.#ask({ url, method: 'GET', body: [], silenceMs, maxAnswerBytes: maxPictureBytes, signal }),
    )
    if (answer.status === 200) return answer.body
    if (answer.status === 404) return null
    throw await this.#failure(answer, signal)
  }

  /** Takes a job back; a scanner that has forgotten it is content, too. */
  async cancel(job: string): Promise<void> {
    const signal = AbortSignal.timeout(statusSilenceMs)
    const question = { url: job, method: 'DELETE', body: [], silenceMs: statusSilenceMs } as const
    await this.#ask({ ...question, maxAnswerBytes: maxXmlBytes, signal }).catch(() => undefined)
  }

  /** Why a page did not come, as the scanner's own status tells. */
  async #failure(answer: HttpAnswer, signal: AbortSignal): Promise<DeviceError> {
    const words = `NextDocument: ${String(answer.status)}`
    const status = await this.status(signal).catch(() => null)
    const trouble = status === null ? null : troubleOf(status)
    if (trouble !== null) return trouble
    if (answer.status === 503) return new DeviceError('scan.busy', words)
    return new DeviceError('scan.io', words)
  }

  /** The address that a scanner gives its job: of it only the path counts, for it is asked nowhere else. */
  #jobAddress(location: string): string {
    const root = new URL(this.root)
    let path: string
    try {
      path = new URL(location, `${this.root}/`).pathname
    } catch {
      throw new DeviceError('device.protocol', 'ScanJobs: a Location that is no address')
    }
    return `${root.origin}${path.replace(/\/+$/, '')}`
  }

  async #xml(name: string, signal: AbortSignal): Promise<string> {
    const question = {
      url: `${this.root}/${name}`,
      method: 'GET',
      body: [],
      silenceMs: statusSilenceMs,
    } as const
    const answer = await this.#ask({ ...question, maxAnswerBytes: maxXmlBytes, signal })
    if (answer.status !== 200) throw unexpected(name, answer)
    return new TextDecoder().decode(answer.body)
  }

  #ask(question: HttpQuestion): Promise<HttpAnswer> {
    const { certificateSha256 } = this.#options
    return askHttp(certificateSha256 === undefined ? question : { ...question, certificateSha256 })
  }

  async #patiently(most: number, signal: AbortSignal, ask: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
    for (let tried = 0; ; tried += 1) {
      const answer = await ask()
      if (answer.status !== 503 || tried >= most) return answer
      await pause(this.#options.retryMs, signal)
    }
  }
}

/** What stands in the way of a scan, by `AdfState` and `State`; null where nothing does. */
export function troubleOf({ state, feeder }: ScannerStatus): DeviceError | null {
  const words = `ScannerStatus: ${state}${feeder === null ? '' : ` ${feeder}`}`.slice(0, 120)
  if (feeder !== null && /Jam|Mispick|MultipickDetected/i.test(feeder))
    return new DeviceError('scan.jammed', words)
  if (feeder !== null && /DoorOpen|HatchOpen/i.test(feeder)) return new DeviceError('scan.cover-open', words)
  if (state === 'Stopped' || state === 'Down') return new DeviceError('scan.io', words)
  return null
}

function unexpected(what: string, { status }: HttpAnswer): DeviceError {
  return new DeviceError('device.protocol', `${what}: ${String(status)}`)
}
