import type { Clock, HubAnswer } from './ports.ts'

/** Time for the hub to think, and the slowest line that is still worth waiting for. */
const baseMs = 30_000
const slowestBytesPerSecond = 8 * 1024

/** Those that travel side by side share a limit, and not always fairly. */
const sharers = 4

/**
 * How long a request with a body of `size` bytes may take. Milliseconds.
 * @param limit bytes a second that all scans together may take of the line; null where there is none
 */
export function deadlineFor(size: number, limit: number | null = null): number {
  const slowest = Math.min(slowestBytesPerSecond, (limit ?? Infinity) / sharers)
  return baseMs + Math.ceil((size / slowest) * 1_000)
}

function broken(code: string, detail: string): HubAnswer<never> {
  return { ok: false, problem: { class: 'retry', code, status: 0, retryAfterMs: null, detail } }
}

/**
 * Runs a request and settles at the latest at its deadline, even if what runs it never does: nothing is “sending” for
 * ever. The request is told through its signal; an answer that comes later is dropped, and the repetition gets it again.
 */
export function withDeadline<T>(
  clock: Clock,
  limitMs: number,
  stop: AbortSignal,
  request: (signal: AbortSignal) => Promise<HubAnswer<T>>,
): Promise<HubAnswer<T>> {
  const controller = new AbortController()
  return new Promise((resolve) => {
    const settle = (answer: HubAnswer<T>): void => {
      cancelTimer()
      stop.removeEventListener('abort', onStop)
      resolve(answer)
    }
    const onStop = (): void => {
      controller.abort()
      settle(broken('hub.stopped', 'delivery was stopped'))
    }
    const cancelTimer = clock.after(limitMs, () => {
      controller.abort()
      settle(broken('hub.timeout', `no answer within ${limitMs} ms`))
    })
    if (stop.aborted) {
      onStop()
      return
    }
    stop.addEventListener('abort', onStop)
    request(controller.signal).then(settle, (error: unknown) => {
      settle(broken('hub.unreachable', error instanceof Error ? error.name : 'the request failed'))
    })
  })
}
