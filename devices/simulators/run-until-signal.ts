/**
 * For a simulator that is a process of its own: prints where it is reached, as one line of JSON, then runs until
 * SIGINT, SIGTERM or the end of the process that started it (its stdin closing, if `--with-parent` was given).
 */
export async function runUntilSignal(
  simulator: { readonly transport: string; readonly controlPort: number; close(): Promise<void> },
  endWithParent: boolean,
): Promise<void> {
  process.stdout.write(
    `${JSON.stringify({ transport: simulator.transport, controlPort: simulator.controlPort })}\n`,
  )
  await new Promise<void>((resolve) => {
    const end = (): void => {
      resolve()
    }
    process.once('SIGINT', end)
    process.once('SIGTERM', end)
    if (endWithParent) process.stdin.resume().once('end', end).once('error', end)
    else setInterval(() => undefined, 3_600_000)
  })
  await simulator.close()
  process.exit(0)
}

/** The one attachment that the command line names. @throws Error with the usage if it names none or two */
export function attachmentOf(
  values: {
    readonly serial?: string | undefined
    readonly pty?: string | undefined
    readonly tcp?: string | undefined
  },
  usage: string,
): { serial: string } | { pty: string } | { tcp: number } {
  const { serial, pty, tcp } = values
  if ([serial, pty, tcp].filter((value) => value !== undefined).length !== 1) throw new Error(usage)
  if (serial !== undefined) return { serial }
  if (pty !== undefined) return { pty }
  return { tcp: Number(tcp) }
}
