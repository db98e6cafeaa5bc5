import { DeviceError } from '#devices/contract'
import type { Sighting } from './discover.ts'
import { cancelled, disconnected } from './open-errors.ts'
import { GivenUpCalls } from './given-up-calls.ts'
import { pcscLibrary, type PcscLibrary } from './pcsc-library.ts'

/** How a reader's slot stands. */
export type SlotState = 'empty' | 'present' | 'mute'

/** A card that has been powered up: one command, one answer. */
export interface CardLink {
  /**
   * Sends a command APDU; the answer ends with the two status words.
   * @throws DeviceError `smart-card.removed`; `smart-card.silent` when no answer comes; `device.cancelled` where it is not there soon after `signal` fired
   */
  transmit(command: Uint8Array, signal: AbortSignal): Promise<Uint8Array>
  /** Resets the card, so that nothing it gave access to stays open; never rejects. */
  close(): Promise<void>
}

/** A card reader that the PC/SC service knows. */
export interface CardReader {
  readonly name: string
  /** Asks the service what lies in it now. @throws DeviceError `device.disconnected` where reader or service are gone */
  slot(): Promise<SlotState>
  /** Whether a command was given up while the driver waited for the card: this opening is of no use any more. */
  readonly isStuck: boolean
  /** Powers the card up. @throws DeviceError `smart-card.mute`, `.in-use`, `.removed`, `.silent`, `device.disconnected` */
  connect(signal: AbortSignal): Promise<CardLink>
  /** Never rejects. */
  close(): Promise<void>
}

/** Status words of PC/SC (pcsclite's pcsclite.h, winscard's error codes). */
const ok = 0
const noReaders = 0x8010002e
const flags = { unknown: 0x4, unavailable: 0x8, present: 0x20, mute: 0x200 } as const
const removed: readonly number[] = [0x8010000c, 0x80100016, 0x80100068, 0x80100069]
const unresponsive: readonly number[] = [0x8010000f, 0x80100065, 0x80100066, 0x80100067]
const sharingViolation = 0x8010000b

/** A chip may take seconds over a key of its own, and none over a public record; drivers give up sooner, if they do at all. */
const answerWithinMs = 5000
/** What the driver of each reader has not given back yet. It holds a thread, so that there is never more than one attempt at a time. */
const callsOf = new Map<string, GivenUpCalls>()

/**
 * Finds a reader by the name that the PC/SC service gives it.
 * @param wanted the name or its beginning; `*` for the first one
 * @throws DeviceError `smart-card.service-missing`, `smart-card.no-reader`, `device.cancelled`
 */
export async function openCardReader(wanted: string, signal: AbortSignal): Promise<CardReader> {
  const what = `opening pcsc:${wanted}`
  if (signal.aborted) throw cancelled(what)
  const library = await pcscLibrary()
  const context = await establish(library)
  try {
    const name = (await namesOf(library, context)).find((one) => wanted === '*' || one.startsWith(wanted))
    if (name === undefined)
      throw new DeviceError('smart-card.no-reader', `the PC/SC service has no reader ${wanted}`)
    if (signal.aborted) throw cancelled(what)
    const calls = callsOf.get(name) ?? new GivenUpCalls()
    callsOf.set(name, calls)
    if (calls.areOut) throw new DeviceError('smart-card.silent', 'the driver still holds an earlier command')
    return new PcscReader(library, context, name, calls)
  } catch (error) {
    await library.release(context)
    throw error
  }
}

/** The readers that the PC/SC service knows now. @throws DeviceError `smart-card.service-missing` */
export async function listCardReaders(): Promise<Sighting[]> {
  const library = await pcscLibrary()
  const context = await establish(library)
  const names = await namesOf(library, context).finally(() => library.release(context))
  return names.map((name) => ({
    bus: 'pcsc' as const,
    address: `pcsc:${name}`,
    description: name,
    usb: null,
    driver: { kind: 'smart-card-reader', adapter: 'pcsc' },
  }))
}

async function establish(library: PcscLibrary): Promise<bigint | number> {
  const { status, context } = await library.establish()
  if (status !== ok) throw serviceMissing(status)
  return context
}

async function namesOf(library: PcscLibrary, context: bigint | number): Promise<string[]> {
  const { status, names } = await library.listReaders(context)
  if (status !== ok && status !== noReaders) throw serviceMissing(status)
  return names
}

function serviceMissing(status: number): DeviceError {
  return new DeviceError('smart-card.service-missing', `PC/SC service: ${hex(status)}`)
}

function hex(status: number): string {
  return `0x${status.toString(16).toUpperCase().padStart(8, '0')}`
}

class PcscReader implements CardReader {
  readonly name: string
  readonly #library: PcscLibrary
  readonly #context: bigint | number
  readonly #calls: GivenUpCalls
  #isClosed = false

  constructor(library: PcscLibrary, context: bigint | number, name: string, calls: GivenUpCalls) {
    this.#library = library
    this.#context = context
    this.name = name
    this.#calls = calls
  }

  async slot(): Promise<SlotState> {
    const { status, flags: state } = await this.#library.state(this.#context, this.name)
    if (status !== ok || (state & (flags.unknown | flags.unavailable)) !== 0) throw this.#gone(status)
    if ((state & flags.mute) !== 0) return 'mute'
    return (state & flags.present) === 0 ? 'empty' : 'present'
  }

  get isStuck(): boolean {
    return this.#calls.areOut
  }

  async connect(signal: AbortSignal): Promise<CardLink> {
    const powering = this.#library.connect(this.#context, this.name)
    const { status, card, protocol } = await this.#calls.wait('connecting to the card', powering, {
      signal,
      withinMs: answerWithinMs,
    })
    if (status !== ok) throw this.#cardError(status)
    let isThere = true
    return {
      transmit: async (command, during) => {
        const sending = this.#library.transmit(card, protocol, command)
        const sent = await this.#calls.wait('a command', sending, {
          signal: during,
          withinMs: answerWithinMs,
        })
        isThere = sent.status === ok && sent.answer.length > 0
        if (sent.status !== ok) throw this.#cardError(sent.status)
        // A card always has two status words to say; from an empty slot some drivers bring nothing.
        if (sent.answer.length < 2)
          throw new DeviceError('smart-card.removed', 'an answer without status words')
        return sent.answer
      },
      close: async () => {
        // It would wait behind the command that does not come back.
        if (this.#calls.areOut) return
        // Where there is no card to reset, pcscd takes the failure for an empty slot and may then miss the next card.
        await this.#library.disconnect(card, isThere ? 'reset' : 'leave')
      },
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    const releasing = this.#calls.whenAllAreBack().then(() => this.#library.release(this.#context))
    if (!this.#calls.areOut) await releasing
  }

  #cardError(status: number): DeviceError {
    const message = `PC/SC: ${hex(status)}`
    if (removed.includes(status)) return new DeviceError('smart-card.removed', message)
    if (unresponsive.includes(status)) return new DeviceError('smart-card.mute', message)
    if (status === sharingViolation) return new DeviceError('smart-card.in-use', message)
    return this.#gone(status)
  }

  #gone(status: number): DeviceError {
    return disconnected(`pcsc:${this.name}`, new Error(hex(status)))
  }
}
