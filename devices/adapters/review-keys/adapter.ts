import {
  DeviceError,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type ReviewAnswer,
  type Satisfaction,
} from '#devices/contract'
import { cancelled, disconnected, type ByteTransport } from '#devices/transports'
import type { DeviceAdapter, OpenDevice } from '../device-adapter.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import { openTracedLink } from '../traced-link.ts'
import { firstKey } from './keys.ts'

/** 评价器 with five keys that arrive as characters on a serial line. */
export const reviewKeysAdapter: DeviceAdapter<'review-keys'> = {
  name: 'review-keys',
  kind: 'review-pad',
  async open(config, context, signal) {
    return new ReviewKeyPad(await openTracedLink(config.transport, context, signal), config.options.keys)
  },
}

/** The pad only speaks when a key is pressed: that it is there is known by its line alone. */
class ReviewKeyPad implements OpenDevice {
  readonly detail: string
  readonly #transport: ByteTransport
  readonly #keys: string
  readonly #turns = new OneAtATime()

  constructor(transport: ByteTransport, keys: string) {
    this.#transport = transport
    this.#keys = keys
    this.detail = `keys ${keys}`
  }

  async invoke<O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
    signal: AbortSignal,
  ): Promise<OperationOutput<O>> {
    if (operation !== 'review:ask')
      throw new DeviceError('device.unsupported-operation', `a review pad has no ${operation}`)
    const { timeoutMs } = input as OperationInput<'review:ask'>
    const answer = await this.#turns.run(operation, signal, () => this.#ask(timeoutMs, signal))
    return answer as OperationOutput<O>
  }

  check(): Promise<void> {
    return this.#transport.closed ? Promise.reject(disconnected(this.#transport.name)) : Promise.resolve()
  }

  onLost(listener: (reason: DeviceError) => void): void {
    this.#transport.onClose((reason) => {
      if (reason !== null) listener(reason)
    })
  }

  close(): Promise<void> {
    return this.#transport.close()
  }

  /** What was pressed before the question belongs to nobody's review; the first key after it counts. */
  async #ask(timeoutMs: number, signal: AbortSignal): Promise<ReviewAnswer> {
    const ending = new AbortController()
    try {
      const satisfaction = await new Promise<Satisfaction | null>((resolve, reject) => {
        const stops = [
          this.#transport.onData((bytes) => {
            const pressed = firstKey(bytes, this.#keys)
            if (pressed !== null) resolve(pressed)
          }),
          this.#transport.onClose((reason) => {
            reject(reason ?? new DeviceError('device.stopped', 'pad closed on this side'))
          }),
        ]
        const timer = setTimeout(() => {
          resolve(null)
        }, timeoutMs)
        const abort = (): void => {
          reject(cancelled('review'))
        }
        if (signal.aborted) abort()
        else signal.addEventListener('abort', abort)
        ending.signal.addEventListener('abort', () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', abort)
          for (const stop of stops) stop()
        })
      })
      return satisfaction === null
        ? { outcome: 'not-rated', why: 'timeout' }
        : { outcome: 'rated', satisfaction, reasons: [] }
    } finally {
      ending.abort()
    }
  }
}
