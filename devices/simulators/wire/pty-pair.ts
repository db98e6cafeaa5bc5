import { spawn } from 'node:child_process'
import { closeSync, constants, existsSync, openSync, rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** Two ends of a serial line without a line: what is written to one is read from the other. */
export interface PtyPair {
  readonly hostPath: string
  readonly devicePath: string
  /** Pulls the plug: both ends vanish, whoever has one open sees it close. Resolves when socat is gone. */
  close(): Promise<void>
}

const readyTimeoutMs = 10_000

/**
 * Runs `socat` with a pty at either path and waits until both are there.
 * @param hostPath for the adapter
 * @param devicePath for the simulator
 */
export async function createPtyPair(hostPath: string, devicePath: string): Promise<PtyPair> {
  for (const path of [hostPath, devicePath]) rmSync(path, { force: true })
  const ends = [hostPath, devicePath].map((path) => `pty,raw,echo=0,link=${path}`)
  const socat = spawn('socat', ends, { stdio: 'ignore' })
  let failure: Error | null = null
  socat.once('error', (error) => {
    failure = error
  })
  const gone = new Promise<void>((resolve) => {
    socat.once('exit', () => {
      failure ??= new Error('socat ended')
      resolve()
    })
    socat.once('error', () => {
      resolve()
    })
  })
  const deadline = Date.now() + readyTimeoutMs
  while (!(existsSync(hostPath) && existsSync(devicePath))) {
    if (failure !== null) throw new Error('socat did not start', { cause: failure })
    if (Date.now() > deadline) {
      socat.kill('SIGKILL')
      throw new Error(`socat made no ptys in ${String(readyTimeoutMs)} ms`)
    }
    await wait(10)
  }
  // socat ends when the last one to hold an end lets go. A cable does not: hold the host's end, and read nothing.
  const held = openSync(hostPath, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK)
  let closed = false
  return {
    hostPath,
    devicePath,
    close: async () => {
      if (closed) return
      closed = true
      socat.kill('SIGTERM')
      closeSync(held)
      await gone
      for (const path of [hostPath, devicePath]) rmSync(path, { force: true })
    },
  }
}
