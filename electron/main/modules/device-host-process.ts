import { join } from 'node:path'
import { app, utilityProcess, type UtilityProcess } from 'electron'
import type { DeviceConfig, DeviceEvent, DeviceInvocation, DeviceSnapshot } from '#devices/contract'
import {
  type ErrorData,
  fromDeviceHostSchema,
  type Result,
  refused,
  type ToDeviceHost,
} from '#shell/contract'
import type { Log } from './log.ts'

const lost: ErrorData = {
  code: 'device.host-lost',
  message: 'the device host ended during the operation',
  retryable: true,
}
const firstRestartMs = 200
const longestRestartMs = 10_000
/** A host that lived this long was healthy: its next restart is quick again. */
const healthyAfterMs = 30_000

/**
 * 设备主机: runs `devices/` in a process of its own. A crash in a native driver ends that process and not the
 * terminal; it is started again, and what was in flight is answered with an error, never with silence.
 */
export class DeviceHostProcess {
  readonly #config: DeviceConfig[]
  readonly #log: Log
  readonly #onEvent: (event: DeviceEvent) => void
  readonly #pending = new Map<string, (result: Result<unknown>) => void>()
  readonly #snapshots = new Map<string, DeviceSnapshot>()
  #host: UtilityProcess | null = null
  #startedAt = 0
  #restartMs = firstRestartMs
  #stopping = false

  constructor(config: DeviceConfig[], log: Log, onEvent: (event: DeviceEvent) => void) {
    this.#config = config
    this.#log = log
    this.#onEvent = onEvent
  }

  start(): void {
    const host = utilityProcess.fork(join(app.getAppPath(), 'out/app/device-host/device-host.js'), [], {
      serviceName: 'yichuang-device-host',
    })
    this.#host = host
    this.#startedAt = performance.now()
    host.on('message', (message: unknown) => this.#heard(message))
    host.once('exit', (code) => this.#ended(code))
    this.#send({ type: 'start', devices: this.#config })
  }

  snapshots(): DeviceSnapshot[] {
    return [...this.#snapshots.values()]
  }

  /** Runs one operation; resolves in every case, with the device's error where there is one. */
  invoke(invocation: DeviceInvocation): Promise<Result<unknown>> {
    if (this.#host === null) return Promise.resolve(refused(lost))
    return new Promise((resolve) => {
      this.#pending.set(invocation.requestId, resolve)
      this.#send({ type: 'invoke', invocation })
    })
  }

  cancel(requestId: string): void {
    if (this.#pending.has(requestId)) this.#send({ type: 'cancel', requestId })
  }

  stop(): void {
    this.#stopping = true
    this.#host?.kill()
  }

  #send(message: ToDeviceHost): void {
    this.#host?.postMessage(message)
  }

  #heard(raw: unknown): void {
    const parsed = fromDeviceHostSchema.safeParse(raw)
    if (!parsed.success) {
      this.#log.write('device-host.garbage')
      return
    }
    const message = parsed.data
    if (message.type === 'event') {
      if (message.event.type === 'state-changed')
        this.#snapshots.set(message.event.snapshot.id, message.event.snapshot)
      this.#onEvent(message.event)
      return
    }
    this.#pending.get(message.requestId)?.(message.result as Result<unknown>)
    this.#pending.delete(message.requestId)
  }

  #ended(code: number): void {
    this.#host = null
    for (const answer of this.#pending.values()) answer(refused(lost))
    this.#pending.clear()
    if (this.#stopping) return
    this.#log.write('device-host.ended', { code })
    for (const snapshot of this.#snapshots.values()) {
      const starting: DeviceSnapshot = { ...snapshot, state: { status: 'starting' } }
      this.#snapshots.set(snapshot.id, starting)
      this.#onEvent({ type: 'state-changed', snapshot: starting })
    }
    const healthy = performance.now() - this.#startedAt > healthyAfterMs
    this.#restartMs = healthy ? firstRestartMs : Math.min(longestRestartMs, this.#restartMs * 2)
    setTimeout(() => this.start(), this.#restartMs)
  }
}
