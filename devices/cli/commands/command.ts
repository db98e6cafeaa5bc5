import {
  deviceConfigSchema,
  DeviceError,
  type DeviceConfig,
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '#devices/contract'
import { quietContext } from '#devices/adapters'
import { openDevice } from '#devices/runtime'
import { UsageError } from '../usage.ts'

/** The options that any command may have been given. */
export type Options = Readonly<Record<string, string | boolean | undefined>>

/** What a command found out: for machines, and as lines for people. */
export interface Report {
  readonly json: Readonly<Record<string, unknown>>
  readonly lines: readonly string[]
}

export type Command = (options: Options, signal: AbortSignal) => Promise<Report>

/**
 * Opens the device, does the one thing, and closes it again. An operation with a time of its own (`timeoutMs`) gives its opening no
 * longer than that. @throws DeviceError
 */
export async function invokeOnce<O extends OperationName>(
  config: DeviceConfig,
  operation: O,
  input: OperationInput<O>,
  signal: AbortSignal,
): Promise<OperationOutput<O>> {
  const device =
    'timeoutMs' in input && typeof input.timeoutMs === 'number'
      ? await within(input.timeoutMs, signal, (either) => openDevice(config, quietContext, either))
      : await openDevice(config, quietContext, signal)
  try {
    return await device.invoke(operation, input, signal)
  } finally {
    await device.close()
  }
}

/** Calls `task` off when its time is over. @throws DeviceError `device.timeout` then; what `task` throws */
export async function within<T>(
  ms: number,
  signal: AbortSignal,
  task: (either: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(ms)
  try {
    return await task(AbortSignal.any([signal, limit]))
  } catch (error) {
    if (!limit.aborted || signal.aborted) throw error
    throw new DeviceError('device.timeout', `not done within ${String(ms)} ms`, { cause: error })
  }
}

/** @throws UsageError with what is wrong, in Chinese */
export function configure(candidate: unknown): DeviceConfig {
  const config = deviceConfigSchema.safeParse(candidate)
  if (config.success) return config.data
  throw new UsageError(config.error.issues.map((issue) => issue.message).join('\n'))
}

/** An option that must be there. @throws UsageError */
export function text(options: Options, name: string): string {
  const value = options[name]
  if (typeof value !== 'string' || value === '') throw new UsageError(`缺少 --${name}`)
  return value
}

/** @throws UsageError */
export function wholeNumber(options: Options, name: string, otherwise: number): number {
  const value = options[name]
  if (value === undefined) return otherwise
  if (typeof value !== 'string' || !/^\d{1,6}$/.test(value)) throw new UsageError(`--${name} 应是整数`)
  return Number(value)
}
