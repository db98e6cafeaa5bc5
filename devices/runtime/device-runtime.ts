import { z } from 'zod'
import {
  DeviceError,
  isUsable,
  operations,
  type DeviceConfig,
  type DeviceEvent,
  type DeviceSnapshot,
  type DeviceTarget,
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '#devices/contract'
import { SupervisedDevice, type SupervisionTimes } from './supervised-device.ts'

export interface DeviceRuntimeOptions {
  readonly onEvent?: (event: DeviceEvent) => void
  /** For tests and slow lines; the defaults suit a hall. */
  readonly times?: Partial<SupervisionTimes>
}

/** All devices of a terminal. */
export interface DeviceRuntime {
  /** Begins to look for the devices; returns at once. */
  start(): void
  /** In the order of the configuration. */
  snapshots(): DeviceSnapshot[]
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
  const onEvent = options.onEvent ?? (() => undefined)
  const times = { ...defaultTimes, ...options.times }
  const devices = configs.map((config) => new SupervisedDevice(config, times, onEvent))
  return {
    start: () => {
      for (const device of devices) device.start()
    },
    snapshots: () => devices.map((device) => device.snapshot),
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
