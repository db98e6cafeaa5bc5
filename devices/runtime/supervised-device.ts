import {
  DeviceError,
  fromDeviceErrorData,
  isDeviceError,
  toDeviceErrorData,
  type DeviceConfig,
  type DeviceEvent,
  type DeviceReport,
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
import { DeviceRecord } from './device-record.ts'
import { openDevice } from './registry.ts'
import {
  abortedWithoutAnswer,
  closeWithin,
  createSession,
  lostWithoutAnswer,
  rejectOnAbort,
  type Session,
} from './session.ts'

export interface SupervisionTimes {
  readonly firstRetryMs: number
  readonly maxRetryMs: number
  /** Between two questions to an idle device whether it is well. */
  readonly checkIntervalMs: number
}

/** Who hears of a device. */
export interface DeviceListeners {
  readonly onEvent: (event: DeviceEvent) => void
  /** Before a driver's code runs for this device, and after it: should it crash the process, it is known whose it was. */
  readonly onDriver: (deviceId: string, inside: boolean) => void
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
  readonly #listeners: DeviceListeners
  readonly #record: DeviceRecord
  readonly #turns = new OneAtATime()
  readonly #stopping = new AbortController()
  /** Ends the wait before the next attempt. */
  #hurry: () => void = () => undefined
  /** Somebody asked for a new attempt: the link was not lost, it was let go. */
  #isWanted = false
  #condition: DeviceCondition = { ok: true }
  #session: Session | null = null
  #operation: OperationName | null = null
  /** Settles when the attempt to open that is under way has ended. */
  #opening: Promise<void> = Promise.resolve()
  #running: Promise<void> | null = null

  constructor(config: DeviceConfig, times: SupervisionTimes, listeners: DeviceListeners) {
    this.config = config
    this.#record = new DeviceRecord(config)
    this.#times = times
    this.#listeners = listeners
  }

  get snapshot(): DeviceSnapshot {
    return this.#record.snapshot
  }

  get report(): DeviceReport {
    return this.#record.report
  }

  /** Its turn to be opened comes: until then it is on its way back, not absent. */
  comeBack(): void {
    this.#setState({ status: 'starting', again: true })
  }

  /** @returns when the first attempt to open it has ended, well or badly */
  async start(): Promise<void> {
    if (this.#stopping.signal.aborted) return
    this.#running ??= this.#supervise()
    await this.#opening
  }

  /** Leaves the device alone until {@link reconnect}. */
  setAside(): void {
    this.#fail(new DeviceError('device.set-aside', 'its driver crashed the device host again and again'))
  }

  /** Lets go of the link, if there is one, and tries at once instead of when the wait is over. */
  reconnect(): void {
    if (this.#stopping.signal.aborted) return
    this.#record.trace.note('reconnect')
    if (this.#running === null) void this.start()
    if (this.#session !== null) {
      this.#isWanted = true
      this.#session.lose(new DeviceError('device.disconnected', 'let go on request'))
    }
    this.#hurry()
  }

  /** Something was plugged in: a device that waits for its next attempt need not wait longer. */
  lookNow(): void {
    this.#hurry()
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
      const begun = performance.now()
      const took = (): string => `${String(Math.round(performance.now() - begun))} ms`
      this.#record.trace.note(operation)
      const ended = new AbortController()
      try {
        const answer = this.#inDriver(() => session.device.invoke(operation, input, signal))
        const value = await Promise.race([
          answer,
          lostWithoutAnswer(session),
          abortedWithoutAnswer(session, signal, ended.signal),
        ])
        this.#record.trace.note(`${operation} ok, ${took()}`)
        return value
      } catch (error) {
        this.#record.trace.note(`${operation} ${toDeviceErrorData(error).code}, ${took()}`)
        // Stopping ends a link or a program; the adapter takes that for a cancellation.
        if (isDeviceError(error, 'device.cancelled') && !signal.aborted) this.#throwIfStopped()
        throw await this.#afterFailure(error, session)
      } finally {
        ended.abort()
        this.#operation = null
        this.#showState()
      }
    })
  }

  async #currentSession(signal: AbortSignal): Promise<Session> {
    // Wanted before its turn: then its turn is now.
    if (this.#running === null && this.#record.state.status === 'starting') void this.start()
    this.#throwIfStopped()
    if (this.#session === null && this.#record.state.status === 'starting') {
      await Promise.race([this.#opening, rejectOnAbort(signal)])
    }
    this.#throwIfStopped()
    if (this.#session !== null) return this.#session
    if (this.#record.state.status === 'failed') throw fromDeviceErrorData(this.#record.state.error)
    throw new DeviceError('device.disconnected', `${this.config.id} is not connected`)
  }

  #throwIfStopped(): void {
    if (this.#running === null && this.#record.state.status === 'failed')
      throw fromDeviceErrorData(this.#record.state.error)
    if (this.#stopping.signal.aborted || this.#running === null) {
      throw new DeviceError('device.stopped', 'the device runtime is not running')
    }
  }

  /** Silence and gibberish may mean that the device is gone although its line stands: ask, and reconnect if so. */
  async #afterFailure(error: unknown, session: Session): Promise<DeviceError> {
    const known = isDeviceError(error)
      ? error
      : new DeviceError('device.internal', toDeviceErrorData(error).message)
    if (!isDeviceError(known, 'device.cancelled')) this.#record.failed(known)
    if (
      isDeviceError(
        known,
        'device.timeout',
        'device.protocol',
        'receipt.outcome-unknown',
        'document.outcome-unknown',
      )
    ) {
      await this.#checkNow(session)
    }
    return known
  }

  async #supervise(): Promise<void> {
    const { signal } = this.#stopping
    const backoff = new Backoff(this.#times.firstRetryMs, this.#times.maxRetryMs)
    let wasUp = false
    if (this.#record.state.status !== 'starting') this.#setState({ status: 'starting' })
    while (!signal.aborted) {
      const reason = await this.#liveOnce(signal, () => {
        wasUp = true
        backoff.reset()
      })
      if (signal.aborted) break
      if (this.#isWanted) {
        this.#isWanted = false
        this.#setState({ status: 'starting', again: true })
        continue
      }
      this.#showLoss(reason, wasUp)
      await this.#waitOr(backoff.next(), () => {
        backoff.reset()
      })
    }
  }

  /** Waits, unless it is stopped or hurried; being hurried begins the waits anew. */
  async #waitOr(ms: number, onHurry: () => void): Promise<void> {
    const hurried = new AbortController()
    this.#hurry = () => {
      onHurry()
      hurried.abort()
    }
    await pause(ms, AbortSignal.any([this.#stopping.signal, hurried.signal])).catch(() => undefined)
    this.#hurry = () => undefined
  }

  async #inDriver<T>(task: () => Promise<T>): Promise<T> {
    this.#listeners.onDriver(this.config.id, true)
    try {
      return await task()
    } finally {
      this.#listeners.onDriver(this.config.id, false)
    }
  }

  /** Opens the device and keeps it until it is lost. @returns why it ended */
  async #liveOnce(signal: AbortSignal, onUp: () => void): Promise<DeviceError> {
    this.#condition = { ok: true }
    this.#record.trace.note('open')
    const opening = this.#inDriver(() => openDevice(this.config, this.#context(), signal))
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
    this.#record.opened(device)
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
    await closeWithin(session)
    return reason
  }

  async #checkNow(session: Session): Promise<void> {
    try {
      await Promise.race([this.#inDriver(() => session.device.check(this.#stopping.signal)), session.lost])
    } catch (error) {
      session.lose(
        isDeviceError(error) ? error : new DeviceError('device.internal', toDeviceErrorData(error).message),
      )
    }
  }

  #context(): AdapterContext {
    return {
      trace: this.#record.trace,
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
      onCardLeft: () => {
        this.#emit({ type: 'card-left', deviceId: this.config.id })
      },
      onDocument: (progress) => {
        this.#emit({ type: 'document-progressed', deviceId: this.config.id, progress })
      },
      onCode: (code) => {
        this.#emit({ type: 'code-scanned', deviceId: this.config.id, code })
      },
      onCodeRefused: (reason) => {
        this.#record.failed(reason)
        this.#emit({ type: 'code-refused', deviceId: this.config.id, error: toDeviceErrorData(reason) })
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
    const isGone = isDeviceError(
      reason,
      'device.disconnected',
      'device.timeout',
      'device.open-failed',
      'scan.device-not-found',
    )
    if (!(wasUp && isGone)) {
      this.#fail(reason)
      return
    }
    this.#record.lost(reason)
    this.#setState({ status: 'needs-attention', reason: 'disconnected', usable: false })
  }

  #fail(reason: DeviceError): void {
    this.#record.lost(reason)
    this.#setState({ status: 'failed', error: toDeviceErrorData(reason) })
  }

  #setState(state: DeviceState): void {
    if (this.#record.enter(state)) this.#emit({ type: 'state-changed', snapshot: this.snapshot })
  }

  #emit(event: DeviceEvent): void {
    try {
      this.#listeners.onEvent(event)
    } catch (error) {
      // A listener's fault must not bring a device down.
      process.emitWarning(error instanceof Error ? error : String(error))
    }
  }
}
