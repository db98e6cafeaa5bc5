type Closer = () => Promise<void>

const closers: Closer[] = []
let closing: Promise<void> | undefined

/**
 * Has `close` called when the command is told to end: Ctrl-C, SIGTERM, SIGHUP, or the loss of the process
 * that started it. What was opened last is closed first.
 *
 * @returns takes the registration back
 */
export function atShutdown(close: Closer): () => void {
  if (closers.length === 0) listen()
  closers.push(close)
  return () => {
    const at = closers.indexOf(close)
    if (at >= 0) closers.splice(at, 1)
  }
}

/** Closes everything that is registered, last first; a second call waits for the first. */
export function closeAll(): Promise<void> {
  closing ??= (async () => {
    for (let close = closers.pop(); close; close = closers.pop()) {
      await close().catch((error: unknown) => console.error(error))
    }
  })()
  return closing
}

let listening = false

function listen(): void {
  if (listening) return
  listening = true
  const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }
  for (const [signal, code] of Object.entries(exitCodes)) {
    process.on(signal, () => void closeAll().then(() => process.exit(code)))
  }
  // build/bootstrap.mjs holds the other end; it closes even when that process is killed.
  process.on('disconnect', () => void closeAll().then(() => process.exit(143)))
  process.channel?.unref()
}
