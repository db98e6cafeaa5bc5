import {
  DeviceError,
  isDeviceError,
  type DeviceConfigOf,
  type IdCardReading,
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '#devices/contract'
import { askHttp, openTcpProbe, openWebSocket } from '#devices/transports'
import type { AdapterContext, DeviceAdapter, OpenDevice } from '../device-adapter.ts'
import { unreadOf } from '../card-doubts.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import { pause } from '../pause.ts'
import { todayIso } from '../today.ts'
import { readVendorAnswer, type VendorAnswer } from './mapping.ts'

const defaultPollIntervalMs = 500
/** Some services answer only when a card has come. */
const defaultAnswerMs = 15_000
/** A portrait in base64 beside the text. */
const maxAnswerBytes = 4 * 1024 * 1024

/** 身份证阅读机 behind its maker's own service on this machine. */
export const vendorServiceAdapter: DeviceAdapter<'vendor-service'> = {
  name: 'vendor-service',
  kind: 'id-card-reader',
  async open(config, context, signal) {
    const reader = new VendorServiceReader(config, context)
    await reader.check(signal)
    return reader
  },
}

class VendorServiceReader implements OpenDevice {
  readonly detail: string
  readonly capabilities = ['id-card:read'] as const
  readonly #config: DeviceConfigOf<'vendor-service'>
  readonly #context: AdapterContext
  readonly #turns = new OneAtATime()
  readonly #closing = new AbortController()

  constructor(config: DeviceConfigOf<'vendor-service'>, context: AdapterContext) {
    this.#config = config
    this.#context = context
    const { protocol, host } = new URL(config.transport)
    this.detail = `${protocol}//${host}`
  }

  async invoke<O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
    signal: AbortSignal,
  ): Promise<OperationOutput<O>> {
    if (operation !== 'id-card:read')
      throw new DeviceError('device.unsupported-operation', `a vendor's service has no ${operation}`)
    const asked = input as OperationInput<'id-card:read'>
    const either = AbortSignal.any([signal, this.#closing.signal])
    const reading = await this.#turns.run(operation, either, () => this.#read(asked.timeoutMs, either))
    const warnings = [...reading.warnings, ...unreadOf(asked)]
    return { ...reading, warnings } as OperationOutput<O>
  }

  /** No question is known that every service would take without reading: that its port is open says that it runs. */
  async check(signal: AbortSignal): Promise<void> {
    const { hostname, port } = new URL(this.#config.transport)
    await openTcpProbe(hostname.replace(/^\[|\]$/g, ''), Number(port === '' ? 80 : port), signal)
  }

  onLost(): void {
    // There is no line that could break: it shows when the service is asked.
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#turns.idle()
  }

  async #read(timeoutMs: number, signal: AbortSignal): Promise<IdCardReading> {
    const { pollIntervalMs = defaultPollIntervalMs } = this.#config.options
    const end = performance.now() + timeoutMs
    for (;;) {
      const answer = await this.#askUntil(end, signal)
      if (answer.type === 'card') {
        this.#context.onCardDetected()
        return answer.reading
      }
      if (answer.type === 'failed')
        throw new DeviceError('id-card.read-failed', `the service says ${answer.said}`)
      if (performance.now() + pollIntervalMs > end)
        throw new DeviceError('id-card.no-card', `no card within ${String(timeoutMs)} ms`)
      await pause(pollIntervalMs, signal)
    }
  }

  /** A service that is silent until somebody lays a card on has said that there is none, when time is over. */
  async #askUntil(end: number, signal: AbortSignal): Promise<VendorAnswer> {
    const { answerMs = defaultAnswerMs } = this.#config.options
    const remainingMs = Math.max(1, end - performance.now())
    try {
      return await this.#ask(Math.min(answerMs, remainingMs), signal)
    } catch (error) {
      if (remainingMs <= answerMs && isDeviceError(error, 'device.timeout')) return { type: 'no-card' }
      throw error
    }
  }

  #ask(silenceMs: number, signal: AbortSignal): Promise<VendorAnswer> {
    return this.#config.transport.startsWith('ws:')
      ? this.#askMessage(silenceMs, signal)
      : this.#askHttp(silenceMs, signal)
  }

  async #askHttp(silenceMs: number, signal: AbortSignal): Promise<VendorAnswer> {
    const { request, encoding = 'utf-8' } = this.#config.options
    const { method = request?.body === undefined ? 'GET' : 'POST', body } = request ?? {}
    const bytes = body === undefined ? [] : [new TextEncoder().encode(JSON.stringify(body))]
    const answer = await askHttp({
      url: this.#config.transport,
      method,
      ...(body === undefined ? {} : { contentType: 'application/json; charset=utf-8' }),
      body: bytes,
      silenceMs,
      maxAnswerBytes,
      signal,
    })
    if (answer.status !== 200)
      throw new DeviceError('device.protocol', `the service answers ${String(answer.status)}`)
    return this.#understand(new TextDecoder(encoding).decode(answer.body))
  }

  async #askMessage(silenceMs: number, signal: AbortSignal): Promise<VendorAnswer> {
    const link = await openWebSocket(this.#config.transport, signal)
    const ending = new AbortController()
    try {
      return await new Promise<VendorAnswer>((resolve, reject) => {
        const fail = (error: unknown): void => {
          reject(error instanceof DeviceError ? error : new DeviceError('device.internal', String(error)))
        }
        link.onMessage((text) => {
          try {
            const answer = this.#understand(text)
            if (answer.type !== 'other') resolve(answer)
          } catch (error) {
            fail(error)
          }
        })
        link.onClose((reason) => {
          fail(reason ?? new DeviceError('device.stopped', 'closed on this side'))
        })
        link.send(JSON.stringify(this.#config.options.request?.body ?? {})).catch(fail)
        pause(silenceMs, AbortSignal.any([signal, ending.signal])).then(() => {
          fail(new DeviceError('device.timeout', `the service was silent for ${String(silenceMs)} ms`))
        }, fail)
      })
    } finally {
      ending.abort()
      await link.close()
    }
  }

  #understand(text: string): VendorAnswer {
    return readVendorAnswer(text, this.#config.options, todayIso())
  }
}
