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
import { openTracedLink } from '../traced-link.ts'
import { decodeCardText } from './card-text.ts'
import { SdtExchange } from './exchange.ts'
import { formatSamId, refusal, sdtCommands, sdtStatus, splitBase } from './protocol.ts'
import type { SdtFrame } from './framing.ts'
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
    const transport = await openTracedLink(config.transport, context, signal, sdtTraceMask)
    return startSdtReader(transport, config.options ?? {}, context, signal)
  },
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
    await askSamStatus(exchange, signal)
    const id = await exchange.ask(sdtCommands.samId, signal)
    if (id.sw3 !== sdtStatus.success) throw refusal(sdtCommands.samId, id)
    const pollIntervalMs = options.pollIntervalMs ?? defaultPollIntervalMs
    return new SdtReader(transport, exchange, context, pollIntervalMs, `SAM ${formatSamId(id.data)}`)
  } catch (error) {
    await transport.close()
    throw error
  }
}

async function askSamStatus(exchange: SdtExchange, signal: AbortSignal): Promise<void> {
  const frame = await exchange.ask(sdtCommands.samStatus, signal)
  if (frame.sw3 !== sdtStatus.success) throw refusal(sdtCommands.samStatus, frame)
}

class SdtReader implements OpenDevice {
  readonly detail: string
  readonly #transport: ByteTransport
  readonly #exchange: SdtExchange
  readonly #context: AdapterContext
  readonly #pollIntervalMs: number
  readonly #turns = new OneAtATime()

  constructor(
    transport: ByteTransport,
    exchange: SdtExchange,
    context: AdapterContext,
    pollIntervalMs: number,
    detail: string,
  ) {
    this.#transport = transport
    this.#exchange = exchange
    this.#context = context
    this.#pollIntervalMs = pollIntervalMs
    this.detail = detail
  }

  async invoke<O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
    signal: AbortSignal,
  ): Promise<OperationOutput<O>> {
    if (operation !== 'id-card:read') {
      throw new DeviceError('device.unsupported-operation', `an ID card reader has no ${operation}`)
    }
    const { timeoutMs } = input as OperationInput<'id-card:read'>
    const reading = await this.#turns.run(operation, signal, () => this.#read(timeoutMs, signal))
    return reading as OperationOutput<O>
  }

  check(signal: AbortSignal): Promise<void> {
    return this.#turns.run('SAM status', signal, () => askSamStatus(this.#exchange, signal))
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
   * find ─9F─▶ select ─90─▶ read ─90─▶ done
   *   │80        │81          │41 …
   *   ▼          └────────────┴─▶ pause, find again, up to three failures
   * pause, find again; now and then read all the same, see {@link shouldReadUnfound}
   */
  async #read(timeoutMs: number, signal: AbortSignal): Promise<IdCardReading> {
    const deadline = Date.now() + timeoutMs
    let misses = 0
    let failures = 0
    let cardSeen = false
    let lastFailure: DeviceError | null = null
    for (;;) {
      const found = await this.#exchange.ask(sdtCommands.findCard, signal)
      if (found.sw3 === sdtStatus.cardFound) {
        misses = 0
        if (!cardSeen) this.#context.onCardDetected()
        cardSeen = true
        const outcome = await this.#selectAndRead(signal)
        if (!(outcome instanceof DeviceError)) return outcome
        lastFailure = outcome
        failures += 1
        if (failures >= maxReadFailures) throw lastFailure
      } else {
        failIfModuleIsUnusable(found)
        misses += 1
        if (shouldReadUnfound(misses)) {
          const outcome = await this.#readBase(signal)
          if (!(outcome instanceof DeviceError)) return outcome
        }
      }
      const leftMs = deadline - Date.now()
      if (leftMs <= 0) throw lastFailure ?? nothingRead(cardSeen, timeoutMs)
      await pause(Math.min(this.#pollIntervalMs, leftMs), signal)
    }
  }

  async #selectAndRead(signal: AbortSignal): Promise<IdCardReading | DeviceError> {
    const selected = await this.#exchange.ask(sdtCommands.selectCard, signal)
    if (selected.sw3 !== sdtStatus.success) {
      failIfModuleIsUnusable(selected)
      return new DeviceError('id-card.card-lost', refusal(sdtCommands.selectCard, selected).message)
    }
    return this.#readBase(signal)
  }

  /** A failure that another try may mend is returned; one that it cannot is thrown. */
  async #readBase(signal: AbortSignal): Promise<IdCardReading | DeviceError> {
    const frame = await this.#exchange.ask(sdtCommands.readBase, signal)
    if (frame.sw3 !== sdtStatus.success) {
      failIfModuleIsUnusable(frame)
      return refusal(sdtCommands.readBase, frame)
    }
    try {
      const { text, photo } = splitBase(frame.data)
      return decodeCardText(text, photo, todayIso())
    } catch (error) {
      if (isDeviceError(error)) return error
      throw error
    }
  }
}

/**
 * A card that was read is not found again until it has been lifted, but can still be read (devices.md A4). So a find
 * that fails twice running may mean "the same card still lies there"; trying every time would slow the search.
 */
function shouldReadUnfound(misses: number): boolean {
  return misses % 3 === 2
}

function failIfModuleIsUnusable(frame: SdtFrame): void {
  if (frame.sw3 === sdtStatus.selfTestFailed || frame.sw3 === sdtStatus.notAuthorised) {
    throw refusal(sdtCommands.samStatus, frame)
  }
}

function nothingRead(cardSeen: boolean, timeoutMs: number): DeviceError {
  return cardSeen
    ? new DeviceError('id-card.card-lost', `card found but not read within ${String(timeoutMs)} ms`)
    : new DeviceError('id-card.no-card', `no card found within ${String(timeoutMs)} ms`)
}

/** Today on this terminal's own calendar. */
function todayIso(): string {
  const now = new Date()
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${String(now.getFullYear())}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}
