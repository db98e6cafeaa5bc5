import { isDeepStrictEqual } from 'node:util'
import {
  DeviceError,
  isDeviceError,
  toDeviceErrorData,
  type DeviceConfig,
  type DeviceEvent,
  type DeviceSnapshot,
  type DeviceState,
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '#devices/contract'
import {
  OneAtATime,
  pause,
  type AdapterContext,
  type DeviceCondition,
  type OpenDevice,
} from '#devices/adapters'
import { Backoff } from './backoff.ts'
import { labelOf, openDevice } from './registry.ts'

export interface SupervisionTimes {
  readonly firstRetryMs: number
  readonly maxRetryMs: number
  /** Between two questions to an idle device whether it is well. */
  readonly checkIntervalMs: number
}

/** Ending `scanimage` may take three seconds; every other adapter answers a broken link at once. */
const answerGraceMs = 5000

/** One opening of the device, until its link breaks. */
interface Session {
  readonly device: OpenDevice
  /** Rejects when the device is lost or the runtime stops; never resolves. */
  readonly lost: Promise<never>
  readonly lose: (reason: DeviceError) => void
  readonly isLost: () => boolean
}

/**
 * Keeps one device up.
 *
 *     absent ─start─▶ starting ─▶ ready ◀─▶ busy
 *                        │ ▲        │ link lost, or silent when asked
 *                   fails│ │backoff ▼
 *                        └─┴─ failed / needs-attention(disconnected)
 */
export class SupervisedDevice {
  readonly config: DeviceConfig
  readonly #times: SupervisionTimes
  readonly #onEvent: (event: DeviceEvent) => void
  readonly #turns = new OneAtATime()
  readonly #stopping = new AbortController()
  #state: DeviceState = { status: 'absent' }
  #detail: string | undefined
  #condition: DeviceCondition = { ok: true }
  #session: Session | null = null
  #operation: OperationName | null = null
  /** Settles when the attempt to open that is under way has ended. */
  #opening: Promise<void> = Promise.resolve()
  #running: Promise<void> | null = null

  constructor(config: DeviceConfig, times: SupervisionTimes, onEvent: (event: DeviceEvent) => void) {
    this.config = config
    this.#times = times
    this.#onEvent = onEvent
  }

  get snapshot(): DeviceSnapshot {
    const { id, kind } = this.config
    const base = { id, kind, label: labelOf(this.config), state: this.#state }
    return this.#detail === undefined ? base : { ...base, detail: this.#detail }
  }

  start(): void {
    this.#running ??= this.#supervise()
  }

  /** Ends everything; operations in flight are answered with `device.stopped`. */
  async stop(): Promise<void> {
    const stopped = new DeviceError('device.stopped', 'the device runtime is stopping')
    this.#stopping.abort(stopped)
    this.#session?.lose(stopped)
    await this.#running
    await this.#turns.idle()
    this.#setState({ status: 'absent' })
  }

  /** Runs an operation when its turn comes. @throws DeviceError, always one or the other: result or error */
  invoke<O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
    signal: AbortSignal,
  ): Promise<OperationOutput<O>> {
    return this.#turns.run(operation, signal, async () => {
      const session = await this.#currentSession(signal)
      this.#operation = operation
      this.#showState()
      try {
        const answer = session.device.invoke(operation, input, signal)
        return await Promise.race([answer, lostWithoutAnswer(session)])
      } catch (error) {
        // Stopping ends a link or a program; the adapter takes that for a cancellation.
        if (isDeviceError(error, 'device.cancelled') && !signal.aborted) this.#throwIfStopped()
        throw await this.#afterFailure(error, session)
      } finally {
        this.#operation = null
        this.#showState()
      }
    })
  }

  async #currentSession(signal: AbortSignal): Promise<Session> {
    this.#throwIfStopped()
    if (this.#session === null && this.#state.status === 'starting') {
      await Promise.race([this.#opening, rejectOnAbort(signal)])
    }
    this.#throwIfStopped()
    if (this.#session !== null) return this.#session
    if (this.#state.status === 'failed')
      throw new DeviceError(this.#state.error.code, this.#state.error.message)
    throw new DeviceError('device.disconnected', `${this.config.id} is not connected`)
  }

  #throwIfStopped(): void {
    if (this.#stopping.signal.aborted || this.#running === null) {
      throw new DeviceError('device.stopped', 'the device runtime is not running')
    }
  }

  /** Silence and gibberish may mean that the device is gone although its line stands: ask, and reconnect if so. */
  async #afterFailure(error: unknown, session: Session): Promise<DeviceError> {
    const known = isDeviceError(error)
      ? error
      : new DeviceError('device.internal', toDeviceErrorData(error).message)
    if (isDeviceError(known, 'device.timeout', 'device.protocol', 'receipt.outcome-unknown')) {
      await this.#checkNow(session)
    }
    return known
  }

  async #supervise(): Promise<void> {
    const { signal } = this.#stopping
    const backoff = new Backoff(this.#times.firstRetryMs, this.#times.maxRetryMs)
    let wasUp = false
    this.#setState({ status: 'starting' })
    while (!signal.aborted) {
      const reason = await this.#liveOnce(signal, () => {
        wasUp = true
        backoff.reset()
      })
      if (signal.aborted) break
      this.#showLoss(reason, wasUp)
      await pause(backoff.next(), signal).catch(() => undefined)
    }
  }

  /** Opens the device and keeps it until it is lost. @returns why it ended */
  async #liveOnce(signal: AbortSignal, onUp: () => void): Promise<DeviceError> {
    this.#condition = { ok: true }
    const opening = openDevice(this.config, this.#context(), signal)
    this.#opening = opening.then(
      () => undefined,
      () => undefined,
    )
    let device: OpenDevice
    try {
      device = await opening
    } catch (error) {
      return isDeviceError(error)
        ? error
        : new DeviceError('device.internal', toDeviceErrorData(error).message)
    }
    const session = createSession(device)
    this.#session = session
    this.#detail = device.detail
    onUp()
    this.#showState()
    // Stopped while it was opening: nobody has told this session.
    if (signal.aborted) session.lose(signal.reason as DeviceError)
    const checks = setInterval(() => {
      if (this.#turns.isIdle)
        void this.#turns.run('check', signal, () => this.#checkNow(session)).catch(() => undefined)
    }, this.#times.checkIntervalMs)
    const reason = await session.lost.catch((error: unknown) => error as DeviceError)
    clearInterval(checks)
    this.#session = null
    await device.close()
    return reason
  }

  async #checkNow(session: Session): Promise<void> {
    try {
      await Promise.race([session.device.check(this.#stopping.signal), session.lost])
    } catch (error) {
      session.lose(
        isDeviceError(error) ? error : new DeviceError('device.internal', toDeviceErrorData(error).message),
      )
    }
  }

  #context(): AdapterContext {
    return {
      onCondition: (condition) => {
        this.#condition = condition
        this.#showState()
      },
      onProgress: (percent) => {
        if (this.#operation === null) return
        this.#emit({
          type: 'operation-progressed',
          deviceId: this.config.id,
          operation: this.#operation,
          percent,
        })
      },
      onCardDetected: () => {
        this.#emit({ type: 'card-detected', deviceId: this.config.id })
      },
    }
  }

  /** The state of a device that is up. */
  #showState(): void {
    if (this.#session === null || this.#session.isLost()) return
    if (this.#operation !== null) this.#setState({ status: 'busy', operation: this.#operation })
    else if (this.#condition.ok) this.#setState({ status: 'ready' })
    else {
      const { reason, usable } = this.#condition
      this.#setState({ status: 'needs-attention', reason, usable })
    }
  }

  #showLoss(reason: DeviceError, wasUp: boolean): void {
    this.#detail = `${reason.code}: ${reason.message}`
    const isGone = isDeviceError(
      reason,
      'device.disconnected',
      'device.timeout',
      'device.open-failed',
      'scan.device-not-found',
    )
    if (wasUp && isGone) this.#setState({ status: 'needs-attention', reason: 'disconnected', usable: false })
    else this.#setState({ status: 'failed', error: toDeviceErrorData(reason) })
  }

  #setState(state: DeviceState): void {
    if (isDeepStrictEqual(state, this.#state)) return
    this.#state = state
    this.#emit({ type: 'state-changed', snapshot: this.snapshot })
  }

  #emit(event: DeviceEvent): void {
    try {
      this.#onEvent(event)
    } catch (error) {
      // A listener's fault must not bring a device down.
      process.emitWarning(error instanceof Error ? error : String(error))
    }
  }
}

function createSession(device: OpenDevice): Session {
  let isLost = false
  let reject: (reason: DeviceError) => void = () => undefined
  const lost = new Promise<never>((_, rejectLost) => {
    reject = rejectLost
  })
  const lose = (reason: DeviceError): void => {
    isLost = true
    reject(reason)
  }
  // Nobody may be waiting at the moment of the loss.
  lost.catch(() => undefined)
  device.onLost(lose)
  return { device, lost, lose, isLost: () => isLost }
}

/**
 * Rejects some time after the device was lost. The adapter hears of the loss too and knows better what it means for
 * the operation (a receipt half printed); should it say nothing, this answers for it.
 */
async function lostWithoutAnswer(session: Session): Promise<never> {
  try {
    return await session.lost
  } catch (reason) {
    await pause(answerGraceMs, new AbortController().signal)
    throw reason
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => {
      reject(new DeviceError('device.cancelled', 'cancelled while the device was starting'))
    }
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
}
