import { isDeepStrictEqual } from 'node:util'
import {
  operationsOf,
  toDeviceErrorData,
  type DeviceConfig,
  type DeviceError,
  type DeviceReport,
  type DeviceSnapshot,
  type DeviceState,
  type OperationName,
} from '#devices/contract'
import type { OpenDevice } from '#devices/adapters'
import { labelOf, paperOf } from './registry.ts'
import { TraceRing } from './trace-ring.ts'

/** What is known of one device: its state since when, what it said of itself, its last error, its log. */
export class DeviceRecord {
  readonly trace = new TraceRing()
  readonly #config: DeviceConfig
  #state: DeviceState = { status: 'absent' }
  #since = now()
  #detail: string | undefined
  #capabilities: readonly OperationName[] | null = null
  #lastError: DeviceReport['lastError'] = null
  #openings = 0

  constructor(config: DeviceConfig) {
    this.#config = config
  }

  get state(): DeviceState {
    return this.#state
  }

  /** @returns whether it is another state than before */
  enter(state: DeviceState): boolean {
    if (isDeepStrictEqual(state, this.#state)) return false
    this.#state = state
    this.#since = now()
    return true
  }

  opened(device: OpenDevice): void {
    this.#detail = device.detail
    this.#openings += 1
    this.#capabilities = device.capabilities ?? operationsOf(this.#config.kind)
  }

  /** An operation failed; the device itself may be well. */
  failed(error: DeviceError): void {
    this.#lastError = { at: now(), error: toDeviceErrorData(error) }
  }

  /** The device cannot be reached, or not any more. */
  lost(error: DeviceError): void {
    this.failed(error)
    this.#detail = `${error.code}: ${error.message}`
    this.trace.note(`lost: ${error.code}`)
  }

  get snapshot(): DeviceSnapshot {
    const { id, kind } = this.#config
    const base = { id, kind, label: labelOf(this.#config), state: this.#state, since: this.#since }
    const paper = paperOf(this.#config)
    return {
      ...base,
      ...(paper ? { paper } : {}),
      ...(this.#detail === undefined ? {} : { detail: this.#detail }),
      ...(this.#capabilities === null ? {} : { capabilities: [...this.#capabilities] }),
    }
  }

  get report(): DeviceReport {
    const { id, adapter, transport } = this.#config
    const facts = { lastError: this.#lastError, openings: this.#openings, trace: this.trace.entries() }
    return { id, snapshot: this.snapshot, adapter, transport, ...facts }
  }
}

function now(): string {
  return new Date().toISOString()
}
