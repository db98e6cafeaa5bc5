import {
  DeviceError,
  isDeviceError,
  type DeviceConfigOf,
  type IdCardReading,
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '#devices/contract'
import type { ByteTransport } from '#devices/transports'
import type { AdapterContext, DeviceAdapter, OpenDevice } from '../device-adapter.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import { pause } from '../pause.ts'
import { openPortraitDecoder, type PortraitDecoder } from '../portrait/index.ts'
import { openTracedLink } from '../traced-link.ts'
import { todayIso } from '../today.ts'
import { decodeCardText } from './card-text.ts'
import { SdtExchange } from './exchange.ts'
import { withFingerprints } from './fingerprints.ts'
import { cardStillLies, withLatestAddress } from './latest-address.ts'
import { addressesToTry, answersKnock, isSilence } from './line-speed.ts'
import { refusal, saysFound, sdtCommands, sdtStatus, splitBase, type SdtCommand } from './protocol.ts'
import { askPulse, askSamId, failIfModuleIsUnusable, findPulse } from './security-module.ts'
import { sdtTraceMask } from './trace-mask.ts'

/** Readers want 300 ms or more between two looks for a card (devices.md A4). */
const defaultPollIntervalMs = 300
/** A card that was found and fails this often is not going to be read. */
const maxReadFailures = 3

/** 居民身份证阅读机 on the SDT protocol (GA/T 467), over serial, TCP or 64-byte HID reports. */
export const sdtIdCardAdapter: DeviceAdapter<'sdt'> = {
  name: 'sdt',
  kind: 'id-card-reader',
  async open(config, context, signal) {
    const speeds = addressesToTry(config.transport)
    const openLink = (address: string): Promise<ByteTransport> =>
      openTracedLink(address, context, signal, sdtTraceMask)
    for (const address of speeds.length > 1 ? speeds : []) {
      const link = await openLink(address)
      if (await knock(link, signal)) return startSdtReader(link, config.options ?? {}, context, signal)
    }
    // Nobody answered a short knock, or there is but one way to ask: with patience, as the address says.
    return startSdtReader(await openLink(config.transport), config.options ?? {}, context, signal)
  },
}

/** Closes the link unless somebody answers. */
async function knock(link: ByteTransport, signal: AbortSignal): Promise<boolean> {
  let answered = false
  try {
    answered = await answersKnock(link, signal)
    return answered
  } finally {
    if (!answered) await link.close()
  }
}

/**
 * Brings up a reader on an open link: asks the security module for its health and its number.
 * Takes the link over; closes it if the reader does not come up.
 * @throws DeviceError `id-card.sam-failed`, `id-card.sam-not-authorised`, `device.timeout`, `device.protocol` …
 */
export async function startSdtReader(
  transport: ByteTransport,
  options: NonNullable<DeviceConfigOf<'sdt'>['options']>,
  context: AdapterContext,
  signal: AbortSignal,
): Promise<OpenDevice> {
  try {
    const exchange = new SdtExchange(transport)
    const pulse = await findPulse(exchange, signal)
    const samId = await askSamId(exchange, signal)
    const pollIntervalMs = options.pollIntervalMs ?? defaultPollIntervalMs
    const decoder = options.portrait === undefined ? null : openPortraitDecoder(options.portrait)
    return new SdtReader(transport, exchange, context, { pollIntervalMs, samId, pulse, decoder })
  } catch (error) {
    await transport.close()
    throw error
  }
}

interface ReaderTraits {
  readonly pollIntervalMs: number
  readonly samId: string | null
  readonly pulse: SdtCommand
  readonly decoder: PortraitDecoder | null
}

class SdtReader implements OpenDevice {
  readonly detail: string
  readonly #transport: ByteTransport
  readonly #exchange: SdtExchange
  readonly #context: AdapterContext
  readonly #pollIntervalMs: number
  readonly #pulse: SdtCommand
  readonly #samId: string | null
  readonly #decoder: PortraitDecoder | null
  readonly #turns = new OneAtATime()
  /** The last card was read and no other was found since: most likely it still lies there. */
  #holdsReadCard = false
  /** A card was read since the last check: the next one looks whether it has been taken. */
  #cardToReturn = false

  constructor(
    transport: ByteTransport,
    exchange: SdtExchange,
    context: AdapterContext,
    { pollIntervalMs, samId, pulse, decoder }: ReaderTraits,
  ) {
    this.#transport = transport
    this.#exchange = exchange
    this.#context = context
    this.#pollIntervalMs = pollIntervalMs
    this.#pulse = pulse
    this.#samId = samId
    this.#decoder = decoder
    this.detail = `SAM ${samId ?? 'without a number'}`
  }

  async invoke<O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
    signal: AbortSignal,
  ): Promise<OperationOutput<O>> {
    if (operation === 'id-card:info') {
      await this.check(signal)
      const info: OperationOutput<'id-card:info'> = { samId: this.#samId, answersStatus: this.#answersStatus }
      return info as OperationOutput<O>
    }
    if (operation !== 'id-card:read') {
      throw new DeviceError('device.unsupported-operation', `an ID card reader has no ${operation}`)
    }
    const { timeoutMs, latestAddress, fingerprints } = input as OperationInput<'id-card:read'>
    const reading = await this.#turns.run(operation, signal, async () => {
      let read = await this.#read(timeoutMs, signal)
      if (latestAddress === true) read = await withLatestAddress(read, this.#exchange, signal)
      return fingerprints === true ? withFingerprints(read, this.#exchange, signal) : read
    })
    if (this.#decoder !== null) return (await this.#decoder.add(reading)) as OperationOutput<O>
    return reading as OperationOutput<O>
  }

  get #answersStatus(): boolean {
    return this.#pulse === sdtCommands.samStatus
  }

  check(signal: AbortSignal): Promise<void> {
    return this.#turns.run(this.#pulse.name, signal, async () => {
      await askPulse(this.#exchange, this.#pulse, signal)
      if (this.#cardToReturn && (await cardStillLies(this.#exchange, signal))) this.#context.onCardLeft()
      this.#cardToReturn = false
    })
  }

  onLost(listener: (reason: DeviceError) => void): void {
    this.#transport.onClose((reason) => {
      if (reason !== null) listener(reason)
    })
  }

  close(): Promise<void> {
    return this.#transport.close()
  }

  /**
   * find ─9F─▶ select ─90 or not─▶ read ─90─▶ done
   *   │80                           │41 …
   *   ▼                             └─▶ pause, find again, up to three failures
   * pause, find again; now and then read all the same, see {@link shouldReadUnfound}
   */
  async #read(timeoutMs: number, signal: AbortSignal): Promise<IdCardReading> {
    const deadline = Date.now() + timeoutMs
    let misses = 0
    let failures = 0
    let lastFailure: DeviceError | null = null
    for (;;) {
      const found = await this.#exchange.ask(sdtCommands.findCard, signal)
      if (saysFound(found)) {
        misses = 0
        if (lastFailure === null) this.#context.onCardDetected()
        const outcome = await this.#selectAndRead(signal)
        if (!(outcome instanceof DeviceError)) return outcome
        lastFailure = outcome
        failures += 1
        if (failures >= maxReadFailures) throw lastFailure
      } else {
        failIfModuleIsUnusable(found)
        misses += 1
        if (shouldReadUnfound(misses, this.#holdsReadCard)) {
          const outcome = await this.#readUnfound(signal)
          if (outcome !== null) return outcome
        }
      }
      const leftMs = deadline - Date.now()
      if (leftMs <= 0) throw lastFailure ?? noCard(timeoutMs)
      await pause(Math.min(this.#pollIntervalMs, leftMs), signal)
    }
  }

  /** Some readers refuse to select a card that they read all the same (devices.md A4). */
  async #selectAndRead(signal: AbortSignal): Promise<IdCardReading | DeviceError> {
    const selected = await this.#exchange.ask(sdtCommands.selectCard, signal)
    failIfModuleIsUnusable(selected)
    const outcome = await this.#readBase(signal)
    if (selected.sw3 === sdtStatus.success || !(outcome instanceof DeviceError)) return outcome
    return new DeviceError('id-card.card-lost', refusal(sdtCommands.selectCard, selected).message)
  }

  /** A reader may well be silent when asked to read where no card lies: that is no fault of its own. */
  async #readUnfound(signal: AbortSignal): Promise<IdCardReading | null> {
    try {
      const outcome = await this.#readBase(signal, 1)
      return outcome instanceof DeviceError ? null : outcome
    } catch (error) {
      if (isSilence(error)) return null
      throw error
    }
  }

  /** A failure that another try may mend is returned; one that it cannot is thrown. */
  async #readBase(signal: AbortSignal, attempts?: number): Promise<IdCardReading | DeviceError> {
    this.#holdsReadCard = false
    const frame = await this.#exchange.ask(sdtCommands.readBase, signal, attempts)
    if (frame.sw3 !== sdtStatus.success) {
      failIfModuleIsUnusable(frame)
      return refusal(sdtCommands.readBase, frame)
    }
    try {
      const { text, photo } = splitBase(frame.data)
      const reading = decodeCardText(text, photo, todayIso())
      this.#holdsReadCard = true
      this.#cardToReturn = true
      return reading
    } catch (error) {
      if (isDeviceError(error)) return error
      throw error
    }
  }
}

/**
 * A card that was read is not found again until it has been lifted, but can still be read (devices.md A4). So a find
 * that fails twice running, or once after a reading, may mean "the same card still lies there"; trying every time would
 * slow the search.
 */
function shouldReadUnfound(misses: number, holdsReadCard: boolean): boolean {
  return misses % 3 === 2 || (misses === 1 && holdsReadCard)
}

function noCard(timeoutMs: number): DeviceError {
  return new DeviceError('id-card.no-card', `no card found within ${String(timeoutMs)} ms`)
}
