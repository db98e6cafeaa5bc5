import { DeviceError } from '#devices/contract'

/** Runs one call into a maker's library. @throws DeviceError `device.timeout` */
export type OneCall = <T>(name: string, task: () => Promise<T>) => Promise<T>

/**
 * These libraries stand no second caller, and cannot be called off: a call that takes too long is given up, and until it has come
 * back nothing else is asked.
 * @param callMs a function that takes longer hangs
 */
export function oneCallAtATime(callMs: number): OneCall & { readonly hangs: () => boolean } {
  let hanging: string | null = null
  async function call<T>(name: string, task: () => Promise<T>): Promise<T> {
    if (hanging !== null) throw new DeviceError('device.timeout', `${hanging} has not come back yet`)
    hanging = name
    const answer = task().finally(() => (hanging = null))
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new DeviceError('device.timeout', `${name} took over ${String(callMs)} ms`))
      }, callMs)
    })
    return Promise.race([answer, late]).finally(() => {
      clearTimeout(timer)
    })
  }
  return Object.assign(call, { hangs: () => hanging !== null })
}
