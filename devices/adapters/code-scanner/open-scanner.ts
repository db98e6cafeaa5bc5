import {
  DeviceError,
  isDeviceError,
  readCodeText,
  type CodeEncoding,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type ScannedCode,
} from '#devices/contract'
import { cancelled, disconnected, type ByteTransport } from '#devices/transports'
import type { AdapterContext, OpenDevice } from '../device-adapter.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import type { CodeFrame, CodeSplitter } from './code-frame.ts'

/** How an open scanner hears and speaks. */
export interface ScannerHabits {
  readonly detail: string
  readonly splitter: CodeSplitter
  readonly encoding?: CodeEncoding | 'auto' | undefined
  readonly aimPrefix?: boolean | undefined
  /** What makes it shine and look, and what makes it stop; it has a trigger of its own if absent. */
  readonly trigger?: { readonly on: Uint8Array; readonly off: Uint8Array } | undefined
}

/** Who waits for the next code. */
interface Waiting {
  readonly take: (code: ScannedCode) => void
  readonly fail: (reason: DeviceError) => void
}

/**
 * A scanner that is there. It speaks whenever somebody pulls its trigger: a code goes to the operation that waits for
 * one, else it is told to everybody. That it is switched on is known by its line alone.
 */
export class OpenCodeScanner implements OpenDevice {
  readonly detail: string
  readonly #transport: ByteTransport
  readonly #habits: ScannerHabits
  readonly #context: AdapterContext
  readonly #turns = new OneAtATime()
  #waiting: Waiting | null = null
  #silence: NodeJS.Timeout | undefined

  constructor(transport: ByteTransport, habits: ScannerHabits, context: AdapterContext) {
    this.#transport = transport
    this.#habits = habits
    this.#context = context
    this.detail = habits.detail
    transport.onData((chunk) => {
      this.#hear(chunk)
    })
    transport.onClose((reason) => {
      clearTimeout(this.#silence)
      this.#waiting?.fail(reason ?? new DeviceError('device.stopped', 'scanner closed on this side'))
    })
  }

  async invoke<O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
    signal: AbortSignal,
  ): Promise<OperationOutput<O>> {
    if (operation !== 'code:read')
      throw new DeviceError('device.unsupported-operation', `a code scanner has no ${operation}`)
    const { timeoutMs } = input as OperationInput<'code:read'>
    return (await this.#turns.run(operation, signal, () =>
      this.#readTriggered(timeoutMs, signal),
    )) as OperationOutput<O>
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
    clearTimeout(this.#silence)
    return this.#transport.close()
  }

  async #readTriggered(timeoutMs: number, signal: AbortSignal): Promise<ScannedCode> {
    const { trigger } = this.#habits
    if (trigger === undefined) return this.#readNext(timeoutMs, signal)
    const next = this.#readNext(timeoutMs, signal)
    // Heard below; a scanner that is lost while it is told to shine fails both.
    next.catch(() => undefined)
    await this.#transport.write(trigger.on)
    try {
      return await next
    } finally {
      // It is dark by itself after a good reading; a lost one needs no answer.
      if (!this.#transport.closed) await this.#transport.write(trigger.off).catch(() => undefined)
    }
  }

  #readNext(timeoutMs: number, signal: AbortSignal): Promise<ScannedCode> {
    return new Promise<ScannedCode>((resolve, reject) => {
      const finish = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', abort)
        this.#waiting = null
      }
      const fail = (reason: DeviceError): void => {
        finish()
        reject(reason)
      }
      const timer = setTimeout(() => {
        fail(new DeviceError('code.none-scanned', `no code within ${String(timeoutMs)} ms`))
      }, timeoutMs)
      const abort = (): void => {
        fail(cancelled('waiting for a code'))
      }
      this.#waiting = {
        take: (code) => {
          finish()
          resolve(code)
        },
        fail,
      }
      if (signal.aborted) abort()
      else if (this.#transport.closed) fail(disconnected(this.#transport.name))
      else signal.addEventListener('abort', abort)
    })
  }

  #hear(chunk: Uint8Array): void {
    const { splitter } = this.#habits
    clearTimeout(this.#silence)
    for (const frame of splitter.push(chunk)) this.#give(frame)
    if (!splitter.isOpen) return
    this.#silence = setTimeout(() => {
      for (const frame of splitter.silence()) this.#give(frame)
    }, splitter.idleMs)
  }

  #give(frame: CodeFrame): void {
    try {
      const code = this.#codeOf(frame)
      if (this.#waiting === null) this.#context.onCode(code)
      else this.#waiting.take(code)
    } catch (error) {
      if (!isDeviceError(error)) throw error
      if (this.#waiting === null) this.#context.onCodeRefused(error)
      else this.#waiting.fail(error)
    }
  }

  #codeOf(frame: CodeFrame): ScannedCode {
    if (frame.type === 'too-long')
      throw new DeviceError('code.too-long', `${String(frame.length)} bytes without an end`)
    if (frame.type === 'incomplete')
      throw new DeviceError('code.incomplete', `broke off after ${String(frame.length)} bytes`)
    const { encoding, aimPrefix } = this.#habits
    const code = readCodeText(frame.bytes, { encoding, aimPrefix })
    return frame.symbology === null ? code : { ...code, symbology: frame.symbology }
  }
}
