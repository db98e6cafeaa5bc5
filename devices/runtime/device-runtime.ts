import { z } from 'zod'
import {
  DeviceError,
  isUsable,
  operations,
  type DeviceConfig,
  type DeviceEvent,
  type DeviceKind,
  type DeviceProposal,
  type DeviceReport,
  type DeviceSnapshot,
  type DeviceTarget,
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '#devices/contract'
import { pause } from '#devices/adapters'
import { proposeDevices } from './discovery/propose.ts'
import { SupervisedDevice, type SupervisionTimes } from './supervised-device.ts'

export interface DeviceRuntimeOptions {
  readonly onEvent?: (event: DeviceEvent) => void
  /** Told before a driver's code runs for a device and after it. */
  readonly onDriver?: (deviceId: string, inside: boolean) => void
  /** Devices that are left alone until somebody wants them tried again. */
  readonly setAside?: readonly string[]
  /** After a crash: shows all as coming back and opens one after another, so that it shows whose driver it was. */
  readonly oneByOne?: boolean
  /** Kinds of which the terminal takes what it finds, where none is configured and there is no doubt what it is. */
  readonly auto?: readonly DeviceKind[]
  /** How to find devices; by looking around on this machine if absent. */
  readonly propose?: typeof proposeDevices
  /** For tests and slow lines; the defaults suit a hall. */
  readonly times?: Partial<SupervisionTimes>
}

/** All devices of a terminal. */
export interface DeviceRuntime {
  /** Begins to look for the devices; returns at once. */
  start(): void
  /** In the order of the configuration. */
  snapshots(): DeviceSnapshot[]
  /** What a technician may know, in the order of the configuration. */
  reports(): DeviceReport[]
  /** Tries a device again now, also one that was set aside. @throws DeviceError `device.not-configured` */
  reconnect(id: string): void
  /** What else hangs on this machine. Opens nothing. */
  proposals(): Promise<DeviceProposal[]>
  /** Something was plugged in: devices that are away are looked for at once. */
  lookNow(): void
  /**
   * Runs one operation on one device; operations on the same device wait for each other.
   * @throws DeviceError, and nothing else
   */
  invoke<O extends OperationName>(
    operation: O,
    target: DeviceTarget,
    input: OperationInput<O>,
    signal?: AbortSignal,
  ): Promise<OperationOutput<O>>
  /** Answers what is in flight with `device.stopped`, closes every link. May be called again. */
  stop(): Promise<void>
}

const defaultTimes: SupervisionTimes = { firstRetryMs: 500, maxRetryMs: 10_000, checkIntervalMs: 5000 }

/** Makes the runtime for the `devices:` list of a terminal's configuration (already checked, ids unique). */
export function createDeviceRuntime(
  configs: readonly DeviceConfig[],
  options: DeviceRuntimeOptions = {},
): DeviceRuntime {
  const listeners = {
    onEvent: options.onEvent ?? (() => undefined),
    onDriver: options.onDriver ?? (() => undefined),
  }
  const times = { ...defaultTimes, ...options.times }
  const supervise = (config: DeviceConfig): SupervisedDevice => new SupervisedDevice(config, times, listeners)
  const devices = configs.map(supervise)
  const stopping = new AbortController()
  const setAside = options.setAside ?? []
  const proposals = (): Promise<DeviceProposal[]> =>
    (options.propose ?? proposeDevices)(
      devices.map(({ config }) => config),
      stopping.signal,
    )
  const adopt = async (): Promise<void> => {
    for (const entry of await findUndoubted(options.auto ?? [], devices, proposals)) {
      // Two looks may overlap; what the first has found is a device by now.
      if (stopping.signal.aborted || devices.some(({ config }) => config.id === entry.id)) continue
      const device = supervise(entry)
      devices.push(device)
      await startAll([device], setAside, false)
    }
  }
  const adoptQuietly = (): void => {
    // Nothing to be found is no fault; the next plug is another chance.
    adopt().catch(() => undefined)
  }
  return {
    start: () => {
      void startAll(devices, setAside, options.oneByOne ?? false).then(adoptQuietly)
    },
    proposals,
    snapshots: () => devices.map((device) => device.snapshot),
    reports: () => devices.map((device) => device.report),
    reconnect: (id) => {
      const device = devices.find(({ config }) => config.id === id)
      if (device === undefined) throw new DeviceError('device.not-configured', `no device ${id}`)
      device.reconnect()
    },
    lookNow: () => {
      for (const device of devices) device.lookNow()
      adoptQuietly()
    },
    invoke: async (operation, target, input, signal = new AbortController().signal) => {
      const checked = operations[operation].input.safeParse(input)
      if (!checked.success) throw new DeviceError('device.invalid-request', z.prettifyError(checked.error))
      const device = findDevice(devices, operation, target)
      return device.invoke(operation, checked.data as OperationInput<typeof operation>, signal)
    },
    stop: async () => {
      stopping.abort()
      await Promise.all(devices.map((device) => device.stop()))
    },
  }
}

/** For each kind that the terminal helps itself to and does not have: the first find that is certainly one. */
async function findUndoubted(
  kinds: readonly DeviceKind[],
  devices: readonly SupervisedDevice[],
  propose: () => Promise<DeviceProposal[]>,
): Promise<DeviceConfig[]> {
  const wanted = kinds.filter((kind) => !devices.some(({ config }) => config.kind === kind))
  if (wanted.length === 0) return []
  const certain = (await propose()).filter(({ confidence }) => confidence === 'certain')
  return wanted.flatMap((kind) => certain.find(({ entry }) => entry?.kind === kind)?.entry ?? [])
}

/** A driver that takes its time must not keep the others waiting for ever. */
const longestTurnMs = 2000

async function startAll(
  devices: readonly SupervisedDevice[],
  setAside: readonly string[],
  oneByOne: boolean,
): Promise<void> {
  if (oneByOne) for (const device of devices) device.comeBack()
  for (const device of devices) {
    if (setAside.includes(device.config.id)) {
      device.setAside()
      continue
    }
    const opened = device.start()
    if (oneByOne) await Promise.race([opened, pause(longestTurnMs, new AbortController().signal)])
  }
}

function findDevice(
  devices: readonly SupervisedDevice[],
  operation: OperationName,
  target: DeviceTarget,
): SupervisedDevice {
  const { kind } = operations[operation]
  const device =
    'id' in target ? devices.find(({ config }) => config.id === target.id) : firstOfKind(devices, target.kind)
  if (device === undefined) {
    const name = 'id' in target ? target.id : target.kind
    throw new DeviceError('device.not-configured', `no device ${name} in the configuration`)
  }
  if (device.config.kind !== kind) {
    throw new DeviceError(
      'device.unsupported-operation',
      `${device.config.id} is no ${kind} and has no ${operation}`,
    )
  }
  return device
}

/** The first that can take an operation now, else the first that will be able to, else the first. */
function firstOfKind(devices: readonly SupervisedDevice[], kind: string): SupervisedDevice | undefined {
  const candidates = devices.filter(({ config }) => config.kind === kind)
  return (
    candidates.find(({ snapshot }) => isUsable(snapshot.state)) ??
    candidates.find(
      ({ snapshot }) => snapshot.state.status === 'busy' || snapshot.state.status === 'starting',
    ) ??
    candidates[0]
  )
}
