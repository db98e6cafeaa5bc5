import { DeviceError } from '#devices/contract'
import { cancelled, type ByteTransport } from '#devices/transports'
import type { SdtFrame } from './framing.ts'
import { SdtHearing, type Answer } from './hearing.ts'
import { wantsRepeat, type SdtCommand } from './protocol.ts'

/** A damaged or missing answer is asked for again this often before anybody hears of it. */
const defaultAttempts = 3

/**
 * One request, one answer.
 *
 *     request ─▶ transport ─▶ reader
 *     answer  ◀─ hearing ◀─ transport
 */
export class SdtExchange {
  readonly #transport: ByteTransport

  constructor(transport: ByteTransport) {
    this.#transport = transport
  }

  /**
   * Sends a command and waits for its answer; noise on the line is retried unseen.
   * @returns the frame, good or refusing
   * @throws DeviceError `device.timeout`, `device.protocol`, `device.disconnected`, `device.cancelled`
   */
  async ask(command: SdtCommand, signal: AbortSignal, attempts = defaultAttempts): Promise<SdtFrame> {
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
    const hearing = new SdtHearing(command)
    return new Promise<Answer>((resolve, reject) => {
      let gapTimer: NodeJS.Timeout | undefined
      const timer = setTimeout(() => {
        settle(hearing.end())
      }, command.timeoutMs)
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
        const heard = hearing.hear(bytes)
        if (typeof heard === 'object' && heard !== null) settle(heard)
        else if (heard !== null) {
          clearTimeout(gapTimer)
          gapTimer = setTimeout(() => {
            settle(hearing.lapse())
          }, heard)
        }
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
