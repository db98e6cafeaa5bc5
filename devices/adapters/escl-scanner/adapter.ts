import {
  DeviceError,
  isDeviceError,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type ScannedPage,
  type ScanRequest,
} from '#devices/contract'
import type { AdapterContext, DeviceAdapter, OpenDevice } from '../device-adapter.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import { measurePicture } from '../scanned-picture.ts'
import { resolutionFor, writeScanSettings, type ScannerCapabilities } from './documents.ts'
import { EsclLink, troubleOf } from './scan-job.ts'

/** A feeder that nobody asks for its next sheet is let go, for somebody else may want it. */
const heldJobMs = 60_000
const retryMs = 1000

/** 文档扫描仪 on the network, by eSCL (AirScan). */
export const esclScannerAdapter: DeviceAdapter<'escl'> = {
  name: 'escl',
  kind: 'document-scanner',
  async open(config, context, signal) {
    const link = new EsclLink(config.transport, {
      retryMs: config.options?.retryMs ?? retryMs,
      certificateSha256: config.options?.certificateSha256,
    })
    return new EsclScanner(link, context, await link.capabilities(signal))
  },
}

/** A job whose sheets are still coming. */
interface HeldJob {
  readonly address: string
  readonly request: string
  pages: number
}

class EsclScanner implements OpenDevice {
  readonly detail: string
  readonly #link: EsclLink
  readonly #context: AdapterContext
  readonly #capabilities: ScannerCapabilities
  readonly #turns = new OneAtATime()
  readonly #closing = new AbortController()
  #held: HeldJob | null = null
  #letGo: NodeJS.Timeout | undefined

  constructor(link: EsclLink, context: AdapterContext, capabilities: ScannerCapabilities) {
    this.#link = link
    this.#context = context
    this.#capabilities = capabilities
    const { platen, simplex, duplex } = capabilities
    const sources = Object.entries({ platen, feeder: simplex, duplex }).filter(
      ([, source]) => source !== null,
    )
    this.detail = `${capabilities.model}, ${sources.map(([name]) => name).join(' ')}`
  }

  async invoke<O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
    signal: AbortSignal,
  ): Promise<OperationOutput<O>> {
    if (operation !== 'scan:page')
      throw new DeviceError('device.unsupported-operation', `a document scanner has no ${operation}`)
    const either = AbortSignal.any([signal, this.#closing.signal])
    const page = await this.#turns.run(operation, either, () =>
      this.#page(input as OperationInput<'scan:page'>, either),
    )
    return page as OperationOutput<O>
  }

  async check(signal: AbortSignal): Promise<void> {
    this.#show(troubleOf(await this.#link.status(signal)))
  }

  onLost(): void {
    // HTTP has no line that could break: it shows when the scanner is asked.
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#turns.idle()
    await this.#drop()
  }

  /** From the glass one page a job; from the feeder the next sheet, or side, of the job under way. */
  async #page(request: ScanRequest, signal: AbortSignal): Promise<ScannedPage> {
    const key = JSON.stringify(request)
    if (this.#held?.request !== key) await this.#drop()
    clearTimeout(this.#letGo)
    try {
      const job = this.#held ?? (await this.#begin(request, key, signal))
      this.#held = job
      const bytes = await this.#link.nextPage(job.address, signal)
      if (bytes === null) {
        this.#held = null
        throw new DeviceError('scan.no-documents', `no page after ${String(job.pages)}`)
      }
      job.pages += 1
      const measured = measurePicture(bytes)
      this.#show(null)
      if (request.source === 'flatbed') await this.#finish(job, signal)
      else this.#hold()
      return { ...measured, bytes, dpi: resolutionFor(request, this.#capabilities) }
    } catch (error) {
      await this.#drop()
      if (isDeviceError(error)) this.#show(error)
      throw error
    }
  }

  async #begin(request: ScanRequest, key: string, signal: AbortSignal): Promise<HeldJob> {
    const settings = writeScanSettings(request, this.#capabilities)
    if (request.source !== 'flatbed') {
      const status = await this.#link.status(signal)
      const trouble = troubleOf(status)
      if (trouble !== null) throw trouble
      if (status.feeder === 'ScannerAdfEmpty') throw new DeviceError('scan.no-documents', status.feeder)
    }
    return { address: await this.#link.begin(settings, signal), request: key, pages: 0 }
  }

  /** A job ends when its scanner says that there is nothing more; until then some refuse the next one. */
  async #finish(job: HeldJob, signal: AbortSignal): Promise<void> {
    const more = await this.#link.nextPage(job.address, signal).catch(() => null)
    this.#held = null
    if (more !== null) await this.#link.cancel(job.address)
  }

  #hold(): void {
    this.#letGo = setTimeout(() => {
      void this.#drop()
    }, heldJobMs)
    this.#letGo.unref()
  }

  async #drop(): Promise<void> {
    clearTimeout(this.#letGo)
    const job = this.#held
    this.#held = null
    if (job !== null) await this.#link.cancel(job.address)
  }

  /** Only the next scan can tell whether a jam is cleared, so the scanner stays usable. */
  #show(trouble: DeviceError | null): void {
    if (trouble === null) this.#context.onCondition({ ok: true })
    else if (trouble.code === 'scan.jammed')
      this.#context.onCondition({ ok: false, reason: 'paper-jam', usable: true })
    else if (trouble.code === 'scan.cover-open')
      this.#context.onCondition({ ok: false, reason: 'cover-open', usable: true })
  }
}
