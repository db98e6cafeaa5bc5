import { DeviceError } from '#devices/contract'
import { cancelled, type MessageLink } from '#devices/transports'
import { readPadMessage, type HostMessage, type PadMessage } from './messages.ts'

/** One connection to a pad: words out, words in, each wait with its end. */
export class PadSession {
  readonly #link: MessageLink
  readonly #taking = new Set<(message: PadMessage) => void>()
  #listening = false

  constructor(link: MessageLink) {
    this.#link = link
  }

  send(message: HostMessage): Promise<void> {
    return this.#link.send(JSON.stringify(message))
  }

  /**
   * Waits for the first message that `wanted` makes something of; null if none comes in time.
   * @throws DeviceError `device.disconnected`, `device.cancelled`, `device.stopped`
   */
  expect<T>(
    wanted: (message: PadMessage) => T | null,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<T | null> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer)
        this.#taking.delete(take)
        signal.removeEventListener('abort', abort)
        stopClose()
      }
      const take = (message: PadMessage): void => {
        const found = wanted(message)
        if (found === null) return
        settle()
        resolve(found)
      }
      const abort = (): void => {
        settle()
        reject(cancelled('waiting for the pad'))
      }
      const timer = setTimeout(() => {
        settle()
        resolve(null)
      }, timeoutMs)
      let stopClose = (): void => undefined
      stopClose = this.#link.onClose((reason) => {
        settle()
        reject(reason ?? new DeviceError('device.stopped', 'pad closed on this side'))
      })
      this.#taking.add(take)
      this.#listen()
      if (signal.aborted) abort()
      else signal.addEventListener('abort', abort)
    })
  }

  /** Not before somebody waits: the link keeps the greeting until then. */
  #listen(): void {
    if (this.#listening) return
    this.#listening = true
    this.#link.onMessage((text) => {
      const message = readPadMessage(text)
      if (message !== null) for (const take of [...this.#taking]) take(message)
    })
  }
}
