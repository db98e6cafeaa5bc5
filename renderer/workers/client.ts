import { proxy, type Remote, wrap } from 'comlink'
import type { DeskHost } from './desk-host.ts'
import { deskFacade } from './facade.ts'
import type { DeskChange, IntakeDesk, ShellPorts } from './intake-desk.ts'
import { carryCodedErrors } from './wire-errors.ts'

/** The page's end of the worker. */
export interface DeskConnection {
  readonly desk: IntakeDesk
  /** Calls `listener` at each change that the worker tells; the returned function ends that. */
  onChange(listener: (change: DeskChange) => void): () => void
}

function startWorker(): Worker {
  return new Worker(new URL('./desk.worker.ts', import.meta.url), { type: 'module', name: 'desk' })
}

/**
 * Starts the worker and gives it the main process's functions. Calls may follow at once; errors arrive as ShellError
 * with `code`, `message` and `retryable`.
 */
export function connectDesk(ports: ShellPorts, worker: Worker = startWorker()): DeskConnection {
  carryCodedErrors()
  const listeners = new Set<(change: DeskChange) => void>()
  const host: Remote<DeskHost> = wrap<DeskHost>(worker)
  void host.connect(
    proxy(ports),
    proxy((change: DeskChange) => listeners.forEach((listener) => listener(change))),
  )
  return {
    desk: deskFacade(host.desk),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
