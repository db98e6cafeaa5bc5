import { PlainError } from '../plain-error.ts'

export interface StartOptions {
  /** Perform the tour instead of opening a window that stays. */
  tour: boolean
  /** Simulate every kind of device, not only those that the demonstration needs. */
  everyDevice: boolean
}

/**
 * Reads the arguments of `npm start --`: `--tour`, `--every-device`.
 *
 * @throws PlainError with the usage
 */
export function startOptions(args: readonly string[]): StartOptions {
  if (args.some((arg) => arg !== '--tour' && arg !== '--every-device'))
    throw new PlainError('Usage: npm start [-- --tour] [-- --every-device]')
  return { tour: args.includes('--tour'), everyDevice: args.includes('--every-device') }
}
