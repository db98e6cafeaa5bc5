import { app } from 'electron'
import type { Log } from './log.ts'

/** A fault that comes back sooner is not mended by starting again. */
const shortestLifeSeconds = 120

/**
 * Starts the program anew, for a fault that nothing else mends.
 *
 * @returns false when it was started only just now: a person decides then
 */
export function restartOnce(reason: string, log: Log): boolean {
  if (process.uptime() < shortestLifeSeconds) return false
  log.write('terminal.restarting', { reason })
  app.relaunch()
  // After the answer has gone out; `quit` would ask a page whose store is silent.
  setTimeout(() => app.exit(0), 200)
  return true
}
