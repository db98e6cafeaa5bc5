import {
  DeviceError,
  type DeviceConfigOf,
  type IdCardReading,
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '#devices/contract'
import { loadVendorLibrary } from '#devices/transports'
import type { AdapterContext, DeviceAdapter, OpenDevice } from '../device-adapter.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import { pause } from '../pause.ts'
import { unreadOf } from '../card-doubts.ts'
import { readCardWords } from '../card-words.ts'
import { todayIso } from '../today.ts'
import { openReaderFunctions, type ReaderFunctions } from './functions.ts'

const defaultPollIntervalMs = 400
const defaultCallMs = 8000
/** Asks for the text and the portrait without files on disk (README.md). */
const withoutFiles = 4

/** 身份证阅读机 through its maker's library. */
export const vendorLibraryAdapter: DeviceAdapter<'vendor-library'> = {
  name: 'vendor-library',
  kind: 'id-card-reader',
  async open(config, context, signal) {
    const library = await loadVendorLibrary(config.transport.slice('library:'.length))
    const { port, callMs = defaultCallMs } = config.options ?? {}
    const functions = openReaderFunctions(library, callMs)
    return new VendorLibraryReader(functions, await functions.connect(port, signal), config, context)
  },
}

class VendorLibraryReader implements OpenDevice {
  readonly detail: string
  readonly capabilities = ['id-card:read'] as const
  readonly #functions: ReaderFunctions
  readonly #options: NonNullable<DeviceConfigOf<'vendor-library'>['options']>
  readonly #context: AdapterContext
  readonly #turns = new OneAtATime()
  readonly #closing = new AbortController()

  constructor(
    functions: ReaderFunctions,
    port: number,
    config: DeviceConfigOf<'vendor-library'>,
    context: AdapterContext,
  ) {
    this.#functions = functions
    this.#options = config.options ?? {}
    this.#context = context
    this.detail = `${functions.family}, port ${String(port)}`
  }

  async invoke<O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
    signal: AbortSignal,
  ): Promise<OperationOutput<O>> {
    if (operation !== 'id-card:read')
      throw new DeviceError('device.unsupported-operation', `this library has no ${operation}`)
    const asked = input as OperationInput<'id-card:read'>
    const either = AbortSignal.any([signal, this.#closing.signal])
    const reading = await this.#turns.run(operation, either, () => this.#read(asked.timeoutMs, either))
    const warnings = [...reading.warnings, ...unreadOf(asked)]
    return { ...reading, warnings } as OperationOutput<O>
  }

  /** These libraries have no question that is not a look for a card; the next reading shows whether it is there. */
  check(): Promise<void> {
    return Promise.resolve()
  }

  onLost(): void {
    // The library says nothing by itself.
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#turns.idle()
    await this.#functions.disconnect()
  }

  async #read(timeoutMs: number, signal: AbortSignal): Promise<IdCardReading> {
    const { pollIntervalMs = defaultPollIntervalMs, active = withoutFiles } = this.#options
    const end = performance.now() + timeoutMs
    while (!(await this.#functions.findCard())) {
      if (performance.now() + pollIntervalMs > end)
        throw new DeviceError('id-card.no-card', `no card within ${String(timeoutMs)} ms`)
      await pause(pollIntervalMs, signal)
    }
    this.#context.onCardDetected()
    return readCardWords(await this.#functions.readCard(active), todayIso())
  }
}
