import {
  DeviceError,
  type LightColour,
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '#devices/contract'
import { disconnected, type ByteTransport } from '#devices/transports'
import type { OpenDevice } from './device-adapter.ts'
import { OneAtATime } from './one-at-a-time.ts'

type Lamp = Exclude<LightColour, 'off'>

/** Switches one relay, numbered from 1. @throws DeviceError */
export type SwitchRelay = (relay: number, on: boolean, signal: AbortSignal) => Promise<void>

/** A 状态灯 whose lamps hang on relays, whatever the board's language. */
export class RelayLight implements OpenDevice {
  readonly detail: string
  readonly #transport: ByteTransport
  readonly #channels: Readonly<Partial<Record<Lamp, number | undefined>>>
  readonly #confirms: boolean
  readonly #switch: SwitchRelay
  readonly #turns = new OneAtATime()
  #colour: LightColour = 'off'

  constructor(
    transport: ByteTransport,
    channels: Readonly<Partial<Record<Lamp, number | undefined>>>,
    detail: string,
    confirms: boolean,
    switchRelay: SwitchRelay,
  ) {
    this.#transport = transport
    this.#channels = channels
    this.detail = detail
    this.#confirms = confirms
    this.#switch = switchRelay
  }

  /** Puts all lamps out, which also shows whether the board is there. Closes the link if it is not. */
  async begin(signal: AbortSignal): Promise<OpenDevice> {
    try {
      await this.#show('off', signal)
      return this
    } catch (error) {
      await this.#transport.close()
      throw error
    }
  }

  async invoke<O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
    signal: AbortSignal,
  ): Promise<OperationOutput<O>> {
    if (operation !== 'light:set')
      throw new DeviceError('device.unsupported-operation', `a status light has no ${operation}`)
    const { colour } = input as OperationInput<'light:set'>
    if (colour !== 'off' && this.#channels[colour] === undefined)
      throw new DeviceError('light.no-such-colour', `no relay for ${colour}`)
    await this.#turns.run(operation, signal, () => this.#show(colour, signal))
    return { colour, confirmed: this.#confirms } as OperationOutput<O>
  }

  /** Says once more what is on: a board that lost its power meanwhile shows it again. */
  async check(signal: AbortSignal): Promise<void> {
    if (this.#transport.closed) throw disconnected(this.#transport.name)
    await this.#turns.run('check', signal, () => this.#show(this.#colour, signal))
  }

  onLost(listener: (reason: DeviceError) => void): void {
    this.#transport.onClose((reason) => {
      if (reason !== null) listener(reason)
    })
  }

  close(): Promise<void> {
    return this.#transport.close()
  }

  /** The others go out first: two colours at once mean nothing. */
  async #show(colour: LightColour, signal: AbortSignal): Promise<void> {
    const lamps = Object.entries(this.#channels) as [Lamp, number | undefined][]
    for (const [lamp, relay] of lamps)
      if (lamp !== colour && relay !== undefined) await this.#switch(relay, false, signal)
    const wanted = colour === 'off' ? undefined : this.#channels[colour]
    if (wanted !== undefined) await this.#switch(wanted, true, signal)
    this.#colour = colour
  }
}
