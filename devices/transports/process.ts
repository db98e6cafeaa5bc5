import { spawn, type ChildProcess } from 'node:child_process'
import { DeviceError } from '#devices/contract'
import { cancelled } from './open-errors.ts'

/** A program that talks to a device for us, such as `scanimage`. Started without a shell. */
export interface ProcessRequest {
  readonly program: string
  readonly args: readonly string[]
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutMs: number
  /** More output than this is a fault, not a picture. */
  readonly maxBytes: number
  readonly signal: AbortSignal
  /** Each piece of the program's stderr, as text. */
  readonly onDiagnostic?: (text: string) => void
  /**
   * Whether what stands on stderr so far says that the program has failed for good. One that has said so and does not
   * end is ended; it has not been cancelled, so this is a result and no error.
   */
  readonly hasFailed?: (stderr: string) => boolean
}

export interface ProcessResult {
  /** Null if a signal ended it, ours or another's. */
  readonly exitCode: number | null
  readonly stdout: Uint8Array<ArrayBuffer>
  /** The last 64 KiB. */
  readonly stderr: string
}

/** How long a program may take to end politely. SANE backends park the lamp in this time. */
const graceMs = 3000
/** How long a program may go on after it has said that it failed, and its pipes after it has ended. */
const lingerMs = 2000
const maxDiagnosticChars = 65_536

/**
 * Runs a program to its end.
 * @throws DeviceError `device.open-failed` (cause ENOENT if it is not installed), `device.timeout`, `device.cancelled`,
 *   `device.protocol` for too much output. The program is gone before any of them is thrown.
 */
export function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const { program, signal } = request
  if (signal.aborted) return Promise.reject(cancelled(program))
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...request.args], {
      env: { ...process.env, ...request.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      // A group of its own, so that readers which the program forks end with it.
      detached: process.platform !== 'win32',
    })
    const chunks: Buffer[] = []
    let size = 0
    let stderr = ''
    let failure: DeviceError | null = null
    let killTimer: NodeJS.Timeout | undefined
    let lingerTimer: NodeJS.Timeout | undefined
    let pipeTimer: NodeJS.Timeout | undefined

    const stop = (reason: DeviceError): void => {
      if (failure !== null) return
      failure = reason
      endGroup(child, 'SIGTERM')
      killTimer = setTimeout(() => {
        endGroup(child, 'SIGKILL')
      }, graceMs)
    }
    const abort = (): void => {
      stop(cancelled(program))
    }
    const timer = setTimeout(() => {
      stop(new DeviceError('device.timeout', `${program} took more than ${String(request.timeoutMs)} ms`))
    }, request.timeoutMs)
    signal.addEventListener('abort', abort)

    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > request.maxBytes) {
        stop(
          new DeviceError('device.protocol', `${program} gave more than ${String(request.maxBytes)} bytes`),
        )
      } else chunks.push(chunk)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-maxDiagnosticChars)
      request.onDiagnostic?.(text)
      if (request.hasFailed?.(stderr) === true) {
        lingerTimer ??= setTimeout(() => {
          endGroup(child, 'SIGKILL')
        }, lingerMs)
      }
    })
    const settle = (): void => {
      clearTimeout(timer)
      clearTimeout(killTimer)
      clearTimeout(lingerTimer)
      clearTimeout(pipeTimer)
      signal.removeEventListener('abort', abort)
    }
    child.on('error', (cause) => {
      settle()
      reject(failure ?? new DeviceError('device.open-failed', `${program}: ${cause.message}`, { cause }))
    })
    // A forked reader may hold the pipes open after the program itself is gone.
    child.on('exit', () => {
      pipeTimer = setTimeout(() => {
        child.stdout.destroy()
        child.stderr.destroy()
      }, lingerMs)
    })
    child.on('close', (exitCode) => {
      settle()
      if (failure !== null) reject(failure)
      else resolve({ exitCode, stdout: Uint8Array.from(Buffer.concat(chunks)), stderr })
    })
  })
}

/** Ends a program with all that it has started. */
export function endGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, signal)
    else child.kill(signal)
  } catch {
    // It has ended by itself in the meantime.
  }
}
