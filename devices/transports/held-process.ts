import { spawn } from 'node:child_process'
import { DeviceError } from '#devices/contract'
import { cancelled } from './open-errors.ts'
import { endGroup } from './process.ts'

/** A program that stays and does one thing for each line that it is sent, such as `scanimage --batch-prompt`. */
export interface HeldProcessRequest {
  readonly program: string
  readonly args: readonly string[]
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Whether what stands on stderr so far says that the program has failed for good; it need not end by itself then. */
  readonly hasFailed: (stderr: string) => boolean
}

/** What came of one line that was sent. */
export type HeldAnswer =
  | { readonly kind: 'line'; readonly line: string }
  /** It has ended, or said that it failed; `exitCode` is null if a signal ended it or it is still there. */
  | { readonly kind: 'over'; readonly exitCode: number | null; readonly stderr: string }

/** A running program. After an error, or an answer that says it is over, only {@link end} is left. */
export interface HeldProcess {
  /**
   * Sends an empty line and waits for the next line of the program's stdout.
   * @param onDiagnostic each piece of stderr meanwhile
   * @throws DeviceError `device.timeout`, `device.cancelled`; the program is gone by then
   */
  ask(timeoutMs: number, signal: AbortSignal, onDiagnostic: (text: string) => void): Promise<HeldAnswer>
  /** What it has said on stderr, the last 64 KiB. */
  stderr(): string
  /** Ends it, and answers when it is gone. Never rejects. */
  end(): Promise<void>
}

const graceMs = 3000
const lingerMs = 2000
const longestDiagnostic = 65_536
/** A line is the name of a file; more without an end is no line. */
const longestLine = 8192

/** Starts a program without a shell. @throws DeviceError `device.open-failed` (cause ENOENT if it is not installed) */
export async function holdProcess({
  program,
  args,
  env,
  hasFailed,
}: HeldProcessRequest): Promise<HeldProcess> {
  const child = spawn(program, [...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    detached: process.platform !== 'win32',
  })
  let said = ''
  let unread = ''
  let exit: { readonly code: number | null } | null = null
  let failed = false
  let hear: (() => void) | null = null
  let hearDiagnostic: (text: string) => void = () => undefined
  let lingerTimer: NodeJS.Timeout | undefined

  const gone = new Promise<void>((resolve) => {
    child.on('close', (code) => {
      clearTimeout(lingerTimer)
      exit = { code }
      resolve()
      hear?.()
    })
  })
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    unread = (unread + text).slice(-longestLine)
    hear?.()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-longestDiagnostic)
    hearDiagnostic(text)
    if (failed || !hasFailed(said)) return
    // It may yet end by itself and tell by its exit code why.
    lingerTimer = setTimeout(() => {
      failed = true
      hear?.()
    }, lingerMs)
  })
  // It may be gone when a line is sent to it: how it ended is told by its exit.
  child.stdin.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (cause) => {
      reject(new DeviceError('device.open-failed', `${program}: ${cause.message}`, { cause }))
    })
  })
  child.on('error', () => undefined)

  async function end(): Promise<void> {
    if (exit !== null) return
    endGroup(child, 'SIGTERM')
    const kill = setTimeout(() => {
      endGroup(child, 'SIGKILL')
      // A forked reader may hold the pipes open after the program itself is gone.
      child.stdout.destroy()
      child.stderr.destroy()
    }, graceMs)
    await gone
    clearTimeout(kill)
  }

  function answer(): HeldAnswer | null {
    const at = unread.indexOf('\n')
    if (at >= 0) {
      const line = unread.slice(0, at)
      unread = unread.slice(at + 1)
      return { kind: 'line', line }
    }
    return exit !== null || failed ? { kind: 'over', exitCode: exit?.code ?? null, stderr: said } : null
  }

  return {
    stderr: () => said,
    end,
    async ask(timeoutMs, signal, onDiagnostic) {
      if (signal.aborted) throw cancelled(program)
      hearDiagnostic = onDiagnostic
      child.stdin.write('\n')
      const outcome = await new Promise<HeldAnswer | DeviceError>((resolve) => {
        const settle = (value: HeldAnswer | DeviceError): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', abort)
          hear = null
          resolve(value)
        }
        const timer = setTimeout(() => {
          settle(new DeviceError('device.timeout', `${program} took more than ${String(timeoutMs)} ms`))
        }, timeoutMs)
        const abort = (): void => {
          settle(cancelled(program))
        }
        signal.addEventListener('abort', abort)
        hear = () => {
          const heard = answer()
          if (heard !== null) settle(heard)
        }
        hear()
      })
      hearDiagnostic = () => undefined
      if (!(outcome instanceof DeviceError)) return outcome
      await end()
      throw outcome
    },
  }
}
