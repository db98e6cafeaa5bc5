import { cancelled } from '#devices/transports'

/** Waits; ends early with DeviceError `device.cancelled` when `signal` fires. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled('waiting'))
      return
    }
    const abort = (): void => {
      clearTimeout(timer)
      reject(cancelled('waiting'))
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort)
      resolve()
    }, ms)
    signal.addEventListener('abort', abort, { once: true })
  })
}
