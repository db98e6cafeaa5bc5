import { z } from 'zod'
import {
  DeviceError,
  isUsable,
  operations,
  type DeviceConfig,
  type DeviceEvent,
  type DeviceReport,
  type DeviceSnapshot,
  type DeviceTarget,
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '#devices/contract'
import { pause } from '#devices/adapters'
import { SupervisedDevice, type SupervisionTimes } from './supervised-device.ts'

export interface DeviceRuntimeOptions {
  readonly onEvent?: (event: DeviceEvent) => void
  /** Told before a driver's code runs for a device and after it. */
  readonly onDriver?: (deviceId: string, inside: boolean) => void
  /** Devices that are left alone until somebody wants them tried again. */
  readonly setAside?: readonly string[]
  /** Opens one device after another: after a crash it shows whose driver it was. */
  readonly oneByOne?: boolean
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
  const devices = configs.map((config) => new SupervisedDevice(config, times, listeners))
  return {
    start: () => {
      void startAll(devices, options.setAside ?? [], options.oneByOne ?? false)
    },
    snapshots: () => devices.map((device) => device.snapshot),
    reports: () => devices.map((device) => device.report),
    reconnect: (id) => {
      const device = devices.find(({ config }) => config.id === id)
      if (device === undefined) throw new DeviceError('device.not-configured', `no device ${id}`)
      device.reconnect()
    },
    lookNow: () => {
      for (const device of devices) device.lookNow()
    },
    invoke: async (operation, target, input, signal = new AbortController().signal) => {
      const checked = operations[operation].input.safeParse(input)
      if (!checked.success) throw new DeviceError('device.invalid-request', z.prettifyError(checked.error))
      const device = findDevice(devices, operation, target)
      return device.invoke(operation, checked.data as OperationInput<typeof operation>, signal)
    },
    stop: async () => {
      await Promise.all(devices.map((device) => device.stop()))
    },
  }
}

/** A driver that takes its time must not keep the others waiting for ever. */
const longestTurnMs = 2000

async function startAll(
  devices: readonly SupervisedDevice[],
  setAside: readonly string[],
  oneByOne: boolean,
): Promise<void> {
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
