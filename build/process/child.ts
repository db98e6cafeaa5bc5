import { spawn, type StdioOptions } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { forgetGroup, guardGroup } from './orphan-guard.ts'

export interface ChildOptions {
  /** What a person calls it, e.g. `hub`. */
  name: string
  command: string
  args: readonly string[]
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** Output of both streams is appended here; without it the child writes to our own console. */
  logFile?: string
  /** Opens a message channel, for children that are Node. */
  messages?: boolean
}

/** How a child ended; `code` is null after a signal. */
export interface ChildExit {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface Child {
  name: string
  pid: number
  exited: Promise<ChildExit>
  /** Resolves when all output is in the log file. */
  outputWritten: Promise<void>
  /**
   * Resolves with the first output line (past or coming) that matches.
   *
   * @throws when the child ends or the time is over before
   */
  line(pattern: RegExp, timeoutMs: number): Promise<RegExpMatchArray>
  /** Calls `listener` with each line to come; the returned function ends that. */
  onLine(listener: (line: string) => void): () => void
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Ends the child and all that it started: SIGTERM, and SIGKILL after the grace. */
  stop(graceMs?: number): Promise<void>
}

const keptLines = 400

/**
 * Starts a program as the leader of its own process group. The group ends with {@link Child.stop}, and
 * also when this process is killed.
 *
 * @throws when the program cannot be started
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, command, args, cwd, env, logFile, messages = false } = options
  const output = logFile === undefined ? 'inherit' : 'pipe'
  const stdio: StdioOptions = ['ignore', output, output, ...(messages ? (['ipc'] as const) : [])]
  const program = spawn(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: env ?? process.env,
    stdio,
    detached: process.platform !== 'win32',
  })

  const lines: string[] = []
  const listeners = new Set<(line: string) => void>()
  let outputWritten = Promise.resolve()
  if (logFile !== undefined) {
    mkdirSync(dirname(logFile), { recursive: true })
    const log = createWriteStream(logFile, { flags: 'a' })
    for (const stream of [program.stdout, program.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`)
        lines.push(line)
        if (lines.length > keptLines) lines.shift()
        for (const listener of listeners) listener(line)
      })
    }
    outputWritten = new Promise((written) => program.on('close', () => log.end(written)))
  }

  await new Promise<void>((started, failed) => {
    program.once('spawn', started)
    program.once('error', (cause) => failed(new Error(`${name}: ${command} cannot be started`, { cause })))
  })
  const pid = program.pid ?? 0
  guardGroup(pid)

  let ended = false
  const exited = new Promise<ChildExit>((settle) => {
    program.once('exit', (code, signal) => {
      ended = true
      forgetGroup(pid)
      settle({ code, signal })
    })
  })

  return {
    name,
    pid,
    exited,
    outputWritten,
    line: (pattern, timeoutMs) => awaitLine({ name, logFile, lines, listeners, exited }, pattern, timeoutMs),
    onLine: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    send: (message) => {
      if (!ended && program.connected) program.send(message as object)
    },
    onMessage: (listener) => {
      program.on('message', listener)
    },
    async stop(graceMs = 3_000) {
      if (ended) {
        signalGroup(pid, 'SIGKILL')
        return
      }
      signalGroup(pid, 'SIGTERM')
      const killer = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs)
      await exited
      clearTimeout(killer)
      signalGroup(pid, 'SIGKILL')
    },
  }
}

interface Watched {
  name: string
  logFile: string | undefined
  lines: readonly string[]
  listeners: Set<(line: string) => void>
  exited: Promise<ChildExit>
}

function awaitLine(child: Watched, pattern: RegExp, timeoutMs: number): Promise<RegExpMatchArray> {
  for (const line of child.lines) {
    const match = line.match(pattern)
    if (match) return Promise.resolve(match)
  }
  return new Promise((found, failed) => {
    const tail = () => `${child.lines.slice(-15).join('\n')}\n(${child.logFile ?? 'no log'})`
    const listener = (line: string) => {
      const match = line.match(pattern)
      if (match) settle(() => found(match))
    }
    const timer = setTimeout(() => {
      settle(() => failed(new Error(`${child.name} did not get ready in ${timeoutMs} ms:\n${tail()}`)))
    }, timeoutMs)
    const settle = (answer: () => void) => {
      clearTimeout(timer)
      child.listeners.delete(listener)
      answer()
    }
    child.listeners.add(listener)
    void child.exited.then(({ code, signal }) => {
      settle(() =>
        failed(new Error(`${child.name} ended (${code ?? signal}) before it was ready:\n${tail()}`)),
      )
    })
  })
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch {
    // Gone already.
  }
}
