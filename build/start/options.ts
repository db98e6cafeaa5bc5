import { PlainError } from '../plain-error.ts'

export interface StartOptions {
  /** Perform the tour instead of opening a window that stays. */
  tour: boolean
}

/**
 * Reads the arguments of `npm start --`: `--tour`.
 *
 * @throws PlainError with the usage
 */
export function startOptions(args: readonly string[]): StartOptions {
  if (args.some((arg) => arg !== '--tour')) throw new PlainError('Usage: npm start [-- --tour]')
  return { tour: args.includes('--tour') }
}
