import { DeviceError, type PrinterStatus } from '#devices/contract'
import { cancelled, type ByteTransport } from '#devices/transports'
import {
  decodeStatusAnswers,
  encodeStatusQuestion,
  presenterQuestion,
  PrinterReplyScanner,
  type PrinterReply,
} from './status.ts'

const answerTimeoutMs = 1500
const attempts = 2

/**
 * Questions and answers beside the printing.
 *
 *     questions, receipt ─▶ transport ─▶ printer
 *     answers, changes told unasked ◀─ reply scanner ◀─ transport
 */
export class PrinterLink {
  readonly #transport: ByteTransport
  readonly #scanner: PrinterReplyScanner
  readonly #hasPresenter: boolean
  readonly #waiting = new Set<(reply: PrinterReply) => void>()

  constructor(
    transport: ByteTransport,
    hasPresenter: boolean,
    onAutomaticStatus: (status: PrinterStatus) => void,
  ) {
    this.#transport = transport
    this.#hasPresenter = hasPresenter
    this.#scanner = new PrinterReplyScanner(hasPresenter)
    transport.onData((bytes) => {
      for (const reply of this.#scanner.push(bytes)) {
        if (reply.type === 'automatic') onAutomaticStatus(reply.status)
        for (const take of [...this.#waiting]) take(reply)
      }
    })
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#transport.write(bytes)
  }

  /** Asks DLE EOT 1 to 4, one after another, and the presenter where there is one. @throws DeviceError `device.timeout` if the printer stays silent */
  async readStatus(signal: AbortSignal): Promise<PrinterStatus> {
    const answers: number[] = []
    for (const n of [1, 2, 3, 4] as const) answers.push(await this.#ask(n, signal))
    const status = decodeStatusAnswers(answers)
    return this.#hasPresenter ? { ...status, ...(await this.#askPresenter(signal)) } : status
  }

  /**
   * Waits for a reply of one kind; null if none comes in time.
   * @throws DeviceError `device.disconnected`, `device.cancelled`, `device.stopped`
   */
  expect<T extends PrinterReply['type']>(
    type: T,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<Extract<PrinterReply, { type: T }> | null> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer)
        this.#waiting.delete(take)
        signal.removeEventListener('abort', abort)
        stopClose()
      }
      const take = (reply: PrinterReply): void => {
        if (reply.type !== type) return
        settle()
        resolve(reply as Extract<PrinterReply, { type: T }>)
      }
      const abort = (): void => {
        settle()
        reject(cancelled('waiting for the printer'))
      }
      const timer = setTimeout(() => {
        settle()
        resolve(null)
      }, timeoutMs)
      let stopClose = (): void => undefined
      stopClose = this.#transport.onClose((reason) => {
        settle()
        reject(reason ?? new DeviceError('device.stopped', 'printer link closed on this side'))
      })
      this.#waiting.add(take)
      if (signal.aborted) abort()
      else signal.addEventListener('abort', abort)
    })
  }

  /** A presenter that stays silent is not held against the printer. */
  async #askPresenter(signal: AbortSignal): Promise<Pick<PrinterStatus, 'presenter'>> {
    const [answer] = await Promise.all([
      this.expect('presenter', answerTimeoutMs, signal),
      this.#transport.write(presenterQuestion),
    ])
    return answer === null ? {} : { presenter: answer.slipWaiting ? 'slip-waiting' : 'clear' }
  }

  async #ask(n: 1 | 2 | 3 | 4, signal: AbortSignal): Promise<number> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const [answer] = await Promise.all([
        this.expect('answer', answerTimeoutMs, signal),
        this.#transport.write(encodeStatusQuestion(n)),
      ])
      if (answer !== null) return answer.byte
    }
    throw new DeviceError(
      'device.timeout',
      `DLE EOT ${String(n)}: no answer in ${String(answerTimeoutMs)} ms, twice`,
    )
  }
}
