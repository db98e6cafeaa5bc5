import {
  DeviceError,
  isDeviceError,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type SocialSecurityReading,
} from '#devices/contract'
import { cancelled, openCardReader, type CardReader, type SlotState } from '#devices/transports'
import type { AdapterContext, DeviceAdapter, OpenDevice } from '../device-adapter.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import { pause } from '../pause.ts'
import { todayIso } from '../today.ts'
import { readSocialSecurityCard } from './reading.ts'

/** 社会保障卡 in a reader behind the PC/SC service. */
export const pcscAdapter: DeviceAdapter<'pcsc'> = {
  name: 'pcsc',
  kind: 'smart-card-reader',
  async open(config, context, signal) {
    const reader = await openCardReader(config.transport.slice('pcsc:'.length), signal)
    return new SocialSecurityCardReader(reader, context)
  },
}

/** A person who has put a card in does not notice this. */
const pollIntervalMs = 150

class SocialSecurityCardReader implements OpenDevice {
  readonly detail: string
  readonly #reader: CardReader
  readonly #context: AdapterContext
  readonly #turns = new OneAtATime()
  readonly #onLost = new Set<(reason: DeviceError) => void>()
  /** The card of the last reading has not been seen to be out since, and nobody has been told. */
  #mayBeLeft = false

  constructor(reader: CardReader, context: AdapterContext) {
    this.#reader = reader
    this.#context = context
    this.detail = reader.name
  }

  async invoke<O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
    signal: AbortSignal,
  ): Promise<OperationOutput<O>> {
    if (operation !== 'smart-card:read')
      throw new DeviceError('device.unsupported-operation', `a smart card reader has no ${operation}`)
    const { timeoutMs } = input as OperationInput<'smart-card:read'>
    return (await this.#turns.run(operation, signal, () =>
      this.#read(timeoutMs, signal),
    )) as OperationOutput<O>
  }

  async check(): Promise<void> {
    const slot = await this.#reader.slot()
    if (!this.#mayBeLeft) return
    this.#mayBeLeft = false
    if (slot !== 'empty') this.#context.onCardLeft()
  }

  onLost(listener: (reason: DeviceError) => void): void {
    this.#onLost.add(listener)
  }

  close(): Promise<void> {
    this.#onLost.clear()
    return this.#reader.close()
  }

  async #read(timeoutMs: number, signal: AbortSignal): Promise<SocialSecurityReading> {
    try {
      const slot = await this.#waitForCard(timeoutMs, signal)
      if (slot === 'mute') throw new DeviceError('smart-card.mute', 'the card does not answer to reset')
      this.#context.onCardDetected()
      const reading = await this.#readCard(signal)
      this.#mayBeLeft = true
      return reading
    } catch (error) {
      // The service pushes nothing: whoever asked it is the first to know.
      if (isDeviceError(error, 'device.disconnected', 'smart-card.silent')) this.#lose(error)
      else if (this.#reader.isStuck)
        this.#lose(
          new DeviceError('smart-card.silent', 'the driver still holds a command that was called off'),
        )
      throw error
    }
  }

  #lose(reason: DeviceError): void {
    for (const tell of [...this.#onLost]) tell(reason)
  }

  async #readCard(signal: AbortSignal): Promise<SocialSecurityReading> {
    const card = await this.#reader.connect(signal)
    try {
      return await readSocialSecurityCard(async (command) => {
        if (signal.aborted) throw cancelled('reading the card')
        this.#context.trace?.frame('out', command, [...command.keys()])
        const answer = await card.transmit(command, signal)
        // Status words say how it went; what stands before them may be anybody's.
        this.#context.trace?.frame('in', answer, [answer.length - 2, answer.length - 1])
        return answer
      }, todayIso())
    } finally {
      await card.close()
    }
  }

  async #waitForCard(timeoutMs: number, signal: AbortSignal): Promise<SlotState> {
    const end = performance.now() + timeoutMs
    for (;;) {
      const slot = await this.#reader.slot()
      if (slot !== 'empty') return slot
      if (performance.now() >= end)
        throw new DeviceError('smart-card.no-card', `no card within ${String(timeoutMs)} ms`)
      await pause(Math.min(pollIntervalMs, Math.max(1, end - performance.now())), signal)
    }
  }
}
