/** What a hub does again and again, as long as it runs. */
export interface Watch {
  /** Ends it; what is under way is finished first. */
  stop(): Promise<void>
}

/**
 * Does `work` at once and then again `everyMs` after it has ended. A failure is told and does not end it: the database may
 * be away for a while.
 */
export function startWatch(work: () => Promise<unknown>, everyMs: number): Watch {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let underWay = Promise.resolve()
  const round = (): void => {
    underWay = work()
      .catch((error: unknown) => {
        process.stderr.write(`fault: ${error instanceof Error ? error.stack : String(error)}\n`)
      })
      .then(() => {
        if (!stopped) timer = setTimeout(round, everyMs).unref()
      })
  }
  round()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await underWay
    },
  }
}
