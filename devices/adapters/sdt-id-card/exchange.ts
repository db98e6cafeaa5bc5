import { DeviceError } from '#devices/contract'
import { cancelled, type ByteTransport } from '#devices/transports'
import { SdtFrameScanner, type SdtFrame } from './framing.ts'
import { canAnswer, wantsRepeat, type SdtCommand } from './protocol.ts'

/** A damaged or missing answer is asked for again this often before anybody hears of it. */
const attempts = 3
/** A frame that stopped growing for this long lost bytes on the way. */
const stalledMs = 500
/** After a damaged frame the true one may follow at once, where noise had looked like a frame. */
const afterCorruptionMs = 150

type Answer = SdtFrame | 'corrupt' | 'silent'

/**
 * One request, one answer.
 *
 *     request ─▶ transport ─▶ reader
 *     answer  ◀─ canAnswer? ◀─ frame scanner ◀─ transport
 *                 └ no: the late answer to a request that was given up; dropped
 */
export class SdtExchange {
  readonly #transport: ByteTransport
  readonly #scanner = new SdtFrameScanner()

  constructor(transport: ByteTransport) {
    this.#transport = transport
  }

  /**
   * Sends a command and waits for its answer; noise on the line is retried unseen.
   * @returns the frame, good or refusing
   * @throws DeviceError `device.timeout`, `device.protocol`, `device.disconnected`, `device.cancelled`
   */
  async ask(command: SdtCommand, signal: AbortSignal): Promise<SdtFrame> {
    let answer: Answer = 'silent'
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      answer = await this.#askOnce(command, signal)
      if (typeof answer === 'object' && !wantsRepeat(answer)) return answer
    }
    if (answer === 'silent') {
      throw new DeviceError('device.timeout', `${command.name}: no answer in ${String(command.timeoutMs)} ms`)
    }
    throw new DeviceError('device.protocol', `${command.name}: ${String(attempts)} damaged answers`)
  }

  #askOnce(command: SdtCommand, signal: AbortSignal): Promise<Answer> {
    this.#scanner.reset()
    return new Promise<Answer>((resolve, reject) => {
      let damaged = false
      let gapTimer: NodeJS.Timeout | undefined
      // A line that never stops chattering must not hold the request for ever: this one is never set again.
      const timer = setTimeout(() => {
        settle(damaged ? 'corrupt' : 'silent')
      }, command.timeoutMs)
      const expectMoreWithin = (ms: number): void => {
        clearTimeout(gapTimer)
        gapTimer = setTimeout(() => {
          settle('corrupt')
        }, ms)
      }
      const settle = (outcome: Answer | DeviceError): void => {
        clearTimeout(timer)
        clearTimeout(gapTimer)
        signal.removeEventListener('abort', abort)
        stopData()
        stopClose()
        if (outcome instanceof DeviceError) reject(outcome)
        else resolve(outcome)
      }
      const abort = (): void => {
        settle(cancelled(command.name))
      }
      let stopClose = (): void => undefined
      const stopData = this.#transport.onData((bytes) => {
        for (const found of this.#scanner.push(bytes)) {
          if (found.type === 'corrupt') {
            damaged = true
            expectMoreWithin(afterCorruptionMs)
          } else if (canAnswer(command, found)) {
            settle(found)
            return
          }
        }
        if (this.#scanner.holdsBegunFrame) expectMoreWithin(stalledMs)
      })
      stopClose = this.#transport.onClose((reason) => {
        settle(reason ?? new DeviceError('device.stopped', `${command.name}: link closed on this side`))
      })
      if (signal.aborted) {
        abort()
        return
      }
      signal.addEventListener('abort', abort)
      this.#transport.write(command.request).catch((error: unknown) => {
        settle(
          error instanceof DeviceError
            ? error
            : new DeviceError('device.internal', String(error), { cause: error }),
        )
      })
    })
  }
}
