import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HeldProcess, HeldProcessRequest } from '#devices/transports'
import { holdProcess } from '#devices/transports'
import { hasFailed, scanFailure } from './exit.ts'

/** Pages must not touch a disk: this is memory, wherever SANE runs. */
const memoryFolder = '/dev/shm'

/** The papers in a feeder, while one `scanimage` holds the scanner: the back of a sheet comes after its front. */
export interface Stack {
  /** The options that it was opened with; others need another one. */
  readonly args: string
  /**
   * The next side.
   * @throws DeviceError `scan.no-documents` after the last, and what a scan may end with; the stack is over then
   */
  next(
    timeoutMs: number,
    signal: AbortSignal,
    onDiagnostic: (text: string) => void,
  ): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly stderr: string }>
  /** Lets the scanner go. Never rejects. */
  end(): Promise<void>
}

/** Opens the feeder. `args` come from `scanArguments`, with the format. */
export async function openStack(
  run: Omit<HeldProcessRequest, 'hasFailed'>,
  format: 'png' | 'jpeg',
): Promise<Stack> {
  const parent = existsSync(memoryFolder) ? memoryFolder : tmpdir()
  await removeOrphans(parent)
  const folder = await mkdtemp(join(parent, `sheets-${String(process.pid)}-`))
  const held: HeldProcess = await holdProcess({
    ...run,
    args: [...run.args, `--batch=${join(folder, `%d.${format}`)}`, '--batch-prompt', '--batch-print'],
    hasFailed,
  }).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true })
    throw error
  })
  const end = async (): Promise<void> => {
    await held.end()
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  return {
    args: run.args.join('\0'),
    end,
    async next(timeoutMs, signal, onDiagnostic) {
      const answer = await held.ask(timeoutMs, signal, onDiagnostic)
      if (answer.kind === 'over') throw scanFailure(answer.exitCode, answer.stderr)
      const bytes = Uint8Array.from(await readFile(answer.line))
      await rm(answer.line)
      return { bytes, stderr: held.stderr() }
    },
  }
}

/** Pages that a crashed process has left behind. */
async function removeOrphans(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = /^sheets-(\d+)-/.exec(name)?.[1]
    if (owner === undefined || isRunning(Number(owner))) continue
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
