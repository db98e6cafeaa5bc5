import { DeviceError } from '#devices/contract'

/** An operating system's refusal to open `name` as a {@link DeviceError}. */
export function openError(name: string, cause: unknown): DeviceError {
  const text = cause instanceof Error ? cause.message : String(cause)
  const refused = /EACCES|EPERM|permission denied|access denied/i.test(text)
  return new DeviceError(refused ? 'device.permission-denied' : 'device.open-failed', `${name}: ${text}`, {
    cause,
  })
}

/** The link `name` is gone. */
export function disconnected(name: string, cause?: unknown): DeviceError {
  const text = cause instanceof Error ? `: ${cause.message}` : ''
  return new DeviceError('device.disconnected', `${name} closed${text}`, { cause })
}

/** The caller called it off. */
export function cancelled(what: string): DeviceError {
  return new DeviceError('device.cancelled', `${what} cancelled`)
}
