import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, utilityProcess, type UtilityProcess } from 'electron'
import type {
  DeviceConfig,
  DeviceEvent,
  DeviceInvocation,
  DeviceKind,
  DeviceProposal,
  DeviceReport,
  DeviceSnapshot,
  DeviceState,
} from '#devices/contract'
import {
  type ErrorData,
  type FromDeviceHost,
  fromDeviceHostSchema,
  type Result,
  refused,
  type TerminalConfig,
  type ToDeviceHost,
} from '#shell/contract'
import { DeviceCrashes, type HostEnding } from './device-crashes.ts'
import { Heartbeat } from './heartbeat.ts'
import type { Log } from './log.ts'

const lost: ErrorData = {
  code: 'device.host-lost',
  message: 'the device host ended during the operation',
  retryable: true,
}

const inUse: ErrorData = {
  code: 'shell.bad-arguments',
  message: 'another operation under way has this request id',
  retryable: false,
}

/** What the host tells when it is asked about all devices. */
type Told = Extract<FromDeviceHost, { type: 'report' | 'proposals' }>

interface RunningHost {
  readonly process: UtilityProcess
  readonly startedAt: number
  readonly heart: Heartbeat
  hung: boolean
  /** It is ended because what it knows is over, not for a fault. */
  forgotten: boolean
}

/**
 * 设备主机: runs `devices/` in a process of its own. A crash in a native driver ends that process and not the
 * terminal; it is started again, and what was in flight is answered with an error, never with silence. One that no
 * longer answers is ended and replaced. A device whose driver runs at crash after crash is set aside.
 */
export class DeviceHostProcess {
  readonly #config: DeviceConfig[]
  readonly #auto: readonly DeviceKind[]
  readonly #markPath: string
  readonly #log: Log
  readonly #onEvent: (event: DeviceEvent) => void
  readonly #crashes = new DeviceCrashes()
  readonly #pending = new Map<string, (result: Result<unknown>) => void>()
  readonly #asked = new Map<string, (message: Told | null) => void>()
  readonly #snapshots = new Map<string, DeviceSnapshot>()
  #host: RunningHost | null = null
  #awake = false
  #stopping = false
  /** Waits for the host to be away: see {@link renew}. */
  #renewing: (() => void) | null = null

  /** @param folder of the profile: the mark of the running driver is kept there */
  constructor(
    { devices, autoDevices }: Pick<TerminalConfig, 'devices' | 'autoDevices'>,
    folder: string,
    log: Log,
    onEvent: (event: DeviceEvent) => void,
  ) {
    this.#config = devices
    this.#auto = autoDevices
    this.#markPath = join(folder, 'device-host.mark')
    this.#log = log
    this.#onEvent = onEvent
  }

  /**
   * Starts the host, once, when somebody asks for its devices: loading all drivers takes a core for half a second, and the
   * first screen does without them.
   */
  wake(): void {
    if (this.#awake || this.#stopping) return
    this.#awake = true
    this.#start()
  }

  #start(): void {
    const script = join(app.getAppPath(), 'out/app/device-host/device-host.js')
    const child = utilityProcess.fork(script, [this.#markPath], { serviceName: 'yichuang-device-host' })
    const host: RunningHost = {
      process: child,
      startedAt: performance.now(),
      heart: new Heartbeat(
        (beat) => this.#send({ type: 'beat', beat }),
        () => endHung(host),
      ),
      hung: false,
      forgotten: false,
    }
    this.#host = host
    child.on('message', (message: unknown) => this.#heard(host, message))
    child.once('exit', (code) => this.#ended(host, code))
    const oneByOne = this.#crashes.endings.length > 0
    const setAside = [...this.#crashes.setAside]
    this.#send({ type: 'start', devices: this.#config, setAside, oneByOne, auto: [...this.#auto] })
  }

  snapshots(): DeviceSnapshot[] {
    return [...this.#snapshots.values()]
  }

  /** How the host has ended so far, for support. */
  get endings(): HostEnding[] {
    return this.#crashes.endings
  }

  isSetAside(deviceId: string): boolean {
    return this.#crashes.setAside.includes(deviceId)
  }

  /** What the devices say of themselves, with their logs; empty while the host is away. */
  async reports(): Promise<DeviceReport[]> {
    const told = await this.#ask('report')
    return told?.type === 'report' ? told.reports : []
  }

  /** What else hangs on this machine; empty while the host is away. */
  async proposals(): Promise<DeviceProposal[]> {
    const told = await this.#ask('propose')
    return told?.type === 'proposals' ? told.proposals : []
  }

  /** Tries a device again now, also one that was set aside. */
  reconnect(deviceId: string): void {
    this.#crashes.forgive(deviceId)
    this.#send({ type: 'reconnect', deviceId })
  }

  /** Runs one operation; resolves in every case, with the device's error where there is one. */
  invoke(invocation: DeviceInvocation): Promise<Result<unknown>> {
    this.wake()
    if (this.#host === null) return Promise.resolve(refused(lost))
    // The first one's caller would never be answered.
    if (this.#pending.has(invocation.requestId)) return Promise.resolve(refused(inUse))
    return new Promise((resolve) => {
      this.#pending.set(invocation.requestId, resolve)
      this.#send({ type: 'invoke', invocation })
    })
  }

  cancel(requestId: string): void {
    if (this.#pending.has(requestId)) this.#send({ type: 'cancel', requestId })
  }

  /**
   * Ends the host once nothing runs in it, and starts another: what a visitor's card said is in its memory, and goes with it.
   * @returns when it is away; at once when there is none
   */
  renew(): Promise<void> {
    if (this.#host === null || this.#stopping || this.#renewing !== null) return Promise.resolve()
    return new Promise((resolve) => {
      this.#renewing = resolve
      this.#forgetIfIdle()
    })
  }

  #forgetIfIdle(): void {
    if (this.#renewing === null || this.#host === null || this.#pending.size > 0) return
    this.#host.forgotten = true
    this.#host.process.kill()
  }

  stop(): void {
    this.#stopping = true
    this.#host?.heart.stop()
    this.#host?.process.kill()
  }

  /** @returns null while the host is away, and when it ends before it has answered */
  #ask(type: 'report' | 'propose'): Promise<Told | null> {
    if (this.#host === null) return Promise.resolve(null)
    const requestId = crypto.randomUUID()
    return new Promise((resolve) => {
      this.#asked.set(requestId, resolve)
      this.#send({ type, requestId })
    })
  }

  #send(message: ToDeviceHost): void {
    this.#host?.process.postMessage(message)
  }

  #heard(host: RunningHost, raw: unknown): void {
    const parsed = fromDeviceHostSchema.safeParse(raw)
    if (!parsed.success) this.#log.write('device-host.garbage')
    else if (parsed.data.type === 'beat') host.heart.heard(parsed.data.beat)
    else this.#take(parsed.data)
  }

  #take(message: Exclude<FromDeviceHost, { type: 'beat' }>): void {
    switch (message.type) {
      case 'event':
        if (message.event.type === 'state-changed')
          this.#snapshots.set(message.event.snapshot.id, message.event.snapshot)
        this.#onEvent(message.event)
        return
      case 'report':
      case 'proposals':
        this.#asked.get(message.requestId)?.(message)
        this.#asked.delete(message.requestId)
        return
      case 'answer':
        this.#pending.get(message.requestId)?.(message.result as Result<unknown>)
        this.#pending.delete(message.requestId)
        this.#forgetIfIdle()
    }
  }

  #ended(host: RunningHost, code: number): void {
    host.heart.stop()
    this.#host = null
    for (const answer of this.#pending.values()) answer(refused(lost))
    this.#pending.clear()
    for (const answer of this.#asked.values()) answer(null)
    this.#asked.clear()
    this.#renewing?.()
    this.#renewing = null
    if (this.#stopping) return
    if (host.forgotten) {
      this.#showAway()
      this.#start()
      return
    }
    const inside = readMark(this.#markPath)
    const livedMs = Math.round(performance.now() - host.startedAt)
    const restartMs = this.#crashes.ended(host.hung ? 'hung' : String(code), livedMs, inside)
    this.#log.write('device-host.ended', { code, hung: host.hung, livedMs, inside: inside.join(' ') })
    this.#showAway()
    setTimeout(() => this.#start(), restartMs)
  }

  /** Nothing can be asked of the devices now; they are on their way back. */
  #showAway(): void {
    for (const before of this.#snapshots.values()) {
      const state: DeviceState = { status: 'starting', again: true }
      const snapshot: DeviceSnapshot = { ...before, state, since: new Date().toISOString() }
      this.#snapshots.set(snapshot.id, snapshot)
      this.#onEvent({ type: 'state-changed', snapshot })
    }
  }
}

/** A loop that does not turn hears no request to end. */
function endHung(host: RunningHost): void {
  host.hung = true
  if (host.process.pid !== undefined) process.kill(host.process.pid, 'SIGKILL')
}

/** Devices whose drivers ran when the host ended, the one entered last at the end. */
function readMark(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split(' ').filter(Boolean)
  } catch {
    return []
  }
}
