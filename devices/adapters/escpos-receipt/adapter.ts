import {
  DeviceError,
  isDeviceError,
  layOutParts,
  paperFormat,
  type DeviceConfigOf,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type PaperFormat,
  type PrintElement,
  type PrinterStatus,
  type PrintOutcome,
} from '#devices/contract'
import type { ByteTransport } from '#devices/transports'
import type { AdapterContext, DeviceAdapter, DeviceCondition, OpenDevice } from '../device-adapter.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import { pause } from '../pause.ts'
import { openTracedLink } from '../traced-link.ts'
import { encodeReceipt, type Rasterizer } from './encoder.ts'
import { needsDrawing } from './gbk.ts'
import type { LogoDrawer } from './logo-drawer.ts'
import { PrinterLink } from './printer-link.ts'
import { automaticStatusOn, inTurnQuestion, obstacle, recoverAndForget } from './status.ts'
import { escposTraceMask } from './trace-mask.ts'

/** A printer that knows GS r answers an idle question in a few milliseconds. */
const inTurnProbeMs = 800
/** Between two looks at a printer that is printing. */
const watchIntervalMs = 500
/** A receipt of a metre takes under ten seconds; what is longer under way is not printing. */
const printTimeoutMs = 45_000
/** More for each byte: a line at 9600 baud carries one in little over a millisecond. */
const printTimeoutPerByteMs = 1.2
/** A cutter takes its time to find its home again. */
const recoverMs = 1000
/** What a printer without GS r is given per line before its state counts as final. */
const settlePerElementMs = 40
const settleBaseMs = 1000

/** 凭条打印机 on ESC/POS, over serial, TCP port 9100 or USB. */
export const escposReceiptAdapter: DeviceAdapter<'escpos'> = {
  name: 'escpos',
  kind: 'receipt-printer',
  async open(config, context, signal) {
    const transport = await openTracedLink(config.transport, context, signal, () => escposTraceMask)
    return startEscposPrinter(transport, config.options ?? {}, context, signal)
  },
}

/**
 * Brings up a printer on an open link. One that lacks paper or stands open comes up, and says so as a condition.
 * Takes the link over; closes it if the printer does not answer.
 * @throws DeviceError `device.timeout`, `device.disconnected`, `device.cancelled`
 */
export async function startEscposPrinter(
  transport: ByteTransport,
  options: NonNullable<DeviceConfigOf<'escpos'>['options']>,
  context: AdapterContext,
  signal: AbortSignal,
): Promise<OpenDevice> {
  try {
    const paper = paperFormat(options.paperWidthMm ?? 80, options.cut, options.linesPerPart)
    const logos = await logoDrawer(options.logos, paper)
    const printer = new EscposPrinter(transport, context, paper, logos, options.presenter ?? false)
    await printer.start(signal)
    return printer
  } catch (error) {
    await transport.close()
    throw error
  }
}

/** Pictures are drawn only where there are any. */
async function logoDrawer(
  configured: NonNullable<DeviceConfigOf<'escpos'>['options']>['logos'],
  paper: PaperFormat,
): Promise<LogoDrawer> {
  if (configured === undefined || configured.length === 0) return { logos: new Map(), problems: [] }
  const { openLogoDrawer } = await import('./logo-drawer.ts')
  return openLogoDrawer(configured, paper.widthDots)
}

class EscposPrinter implements OpenDevice {
  readonly #transport: ByteTransport
  readonly #link: PrinterLink
  readonly #context: AdapterContext
  readonly #paper: PaperFormat
  readonly #drawer: LogoDrawer
  readonly #turns = new OneAtATime()
  #answersInTurn = false
  #rasterizer: Rasterizer | null = null

  constructor(
    transport: ByteTransport,
    context: AdapterContext,
    paper: PaperFormat,
    drawer: LogoDrawer,
    hasPresenter: boolean,
  ) {
    this.#transport = transport
    this.#context = context
    this.#paper = paper
    this.#drawer = drawer
    this.#link = new PrinterLink(transport, hasPresenter, (status) => {
      context.onCondition(toCondition(status))
    })
  }

  get detail(): string {
    const confirms = this.#answersInTurn ? 'confirms printing' : 'status only'
    return [`${String(this.#paper.widthDots)} dots`, confirms, ...this.#drawer.problems].join(', ')
  }

  async start(signal: AbortSignal): Promise<void> {
    await this.#readStatus(signal)
    await this.#link.write(automaticStatusOn)
    const [answer] = await Promise.all([
      this.#link.expect('in-turn', inTurnProbeMs, signal),
      this.#link.write(inTurnQuestion),
    ])
    this.#answersInTurn = answer !== null
  }

  async invoke<O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
    signal: AbortSignal,
  ): Promise<OperationOutput<O>> {
    const answer = await this.#turns.run<OperationOutput<OperationName>>(operation, signal, async () => {
      switch (operation) {
        case 'receipt:status':
          return this.#readStatus(signal)
        case 'receipt:print':
          return this.#print(input as OperationInput<'receipt:print'>, signal)
        case 'receipt:recover':
          return this.#recover(signal)
        case 'receipt:logos':
          return [...this.#drawer.logos.values()]
        default:
          throw new DeviceError('device.unsupported-operation', `a receipt printer has no ${operation}`)
      }
    })
    return answer as OperationOutput<O>
  }

  async check(signal: AbortSignal): Promise<void> {
    await this.#turns.run('status', signal, () => this.#readStatus(signal))
  }

  onLost(listener: (reason: DeviceError) => void): void {
    this.#transport.onClose((reason) => {
      if (reason !== null) listener(reason)
    })
  }

  close(): Promise<void> {
    return this.#transport.close()
  }

  async #readStatus(signal: AbortSignal): Promise<PrinterStatus> {
    const status = await this.#link.readStatus(signal)
    this.#context.onCondition(toCondition(status))
    return status
  }

  async #recover(signal: AbortSignal): Promise<PrinterStatus> {
    await this.#link.write(recoverAndForget)
    await pause(recoverMs, signal)
    return this.#readStatus(signal)
  }

  /** May be cancelled until the first byte goes out; what is on paper cannot be taken back. */
  async #print(
    { document, reprint }: OperationInput<'receipt:print'>,
    signal: AbortSignal,
  ): Promise<PrintOutcome> {
    const before = await this.#readStatus(signal)
    const hindrance = obstacle(before, false)
    if (hindrance !== null) throw hindrance
    const { logos } = this.#drawer
    const headLogos = [...logos.values()].filter(({ atHead }) => atHead).map(({ name }) => name)
    const parts = layOutParts(document, this.#paper, { reprint: reprint ?? false, headLogos })
    const elements = parts.flat()
    const supplies = { rasterizer: await this.#rasterizerFor(elements), logos }
    const bytes = Buffer.concat(parts.map((part) => encodeReceipt(part, this.#paper, supplies)))
    if (signal.aborted) throw new DeviceError('device.cancelled', 'printing cancelled before it began')
    try {
      const after = await this.#sendAndWatch(bytes, elements.length)
      return { before, after }
    } catch (error) {
      throw isDeviceError(error, 'device.disconnected', 'device.timeout', 'device.stopped', 'device.protocol')
        ? new DeviceError('receipt.outcome-unknown', `after sending: ${error.message}`, { cause: error })
        : error
    }
  }

  /**
   * receipt ─▶ printer; GS r ─▶ printer, answered when everything before it has been worked off; meanwhile DLE EOT
   * asks whether paper or cover stop it; at the end DLE EOT once more.
   */
  async #sendAndWatch(bytes: Uint8Array, elementCount: number): Promise<PrinterStatus> {
    const uncancelled = new AbortController().signal
    const timeoutMs = printTimeoutMs + Math.round(bytes.length * printTimeoutPerByteMs)
    const deadline = AbortSignal.timeout(timeoutMs)
    const finished = this.#answersInTurn ? this.#link.expect('in-turn', timeoutMs, uncancelled) : null
    // Looked at below in the loop; a rejection between two looks is not unhandled.
    finished?.catch(() => undefined)
    const question = this.#answersInTurn ? inTurnQuestion : new Uint8Array()
    await before(deadline, this.#link.write(Uint8Array.from([...bytes, ...question])))

    const settledAt = Date.now() + settleBaseMs + elementCount * settlePerElementMs
    for (;;) {
      const done = await Promise.race([
        ...(finished === null ? [] : [finished.then((reply) => reply !== null)]),
        pause(watchIntervalMs, uncancelled).then(() => finished === null && Date.now() >= settledAt),
      ])
      const status = await this.#readStatus(uncancelled)
      const hindrance = obstacle(status, true)
      if (hindrance !== null) throw hindrance
      if (done) return status
      if (deadline.aborted)
        throw new DeviceError('device.timeout', 'printer did not finish the receipt in time')
    }
  }

  async #rasterizerFor(elements: readonly PrintElement[]): Promise<Rasterizer | null> {
    if (!elements.some((element) => element.type === 'line' && needsDrawing(element))) return null
    if (this.#rasterizer === null) {
      const { createCanvasRasterizer } = await import('./canvas-rasterizer.ts')
      this.#rasterizer = createCanvasRasterizer()
    }
    return this.#rasterizer
  }
}

/** A printer that stops taking bytes leaves a write hanging: give up at the deadline. */
async function before(deadline: AbortSignal, writing: Promise<void>): Promise<void> {
  writing.catch(() => undefined)
  await new Promise<void>((resolve, reject) => {
    const late = (): void => {
      reject(new DeviceError('device.timeout', 'printer stopped taking bytes'))
    }
    deadline.addEventListener('abort', late, { once: true })
    writing.then(resolve, reject).finally(() => {
      deadline.removeEventListener('abort', late)
    })
  })
}

/** What the hall has to see to, worst first. */
function toCondition(status: PrinterStatus): DeviceCondition {
  if (status.cover === 'open') return { ok: false, reason: 'cover-open', usable: false }
  if (status.paper === 'out') return { ok: false, reason: 'paper-out', usable: false }
  if (status.error === 'cutter') return { ok: false, reason: 'cutter', usable: false }
  if (status.error === 'overheat') return { ok: false, reason: 'overheated', usable: false }
  if (status.error !== null) return { ok: false, reason: 'service-needed', usable: false }
  if (!status.online) return { ok: false, reason: 'offline', usable: false }
  if (status.paper === 'nearEnd') return { ok: false, reason: 'paper-near-end', usable: true }
  return { ok: true }
}
