import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

let guard: ChildProcess | undefined

function say(line: string): void {
  if (process.platform === 'win32') return
  if (guard === undefined) {
    guard = spawn(process.execPath, [fileURLToPath(new URL('orphan-guard.mjs', import.meta.url))], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    })
    guard.on('error', () => undefined)
    guard.stdin?.on('error', () => undefined)
    guard.unref()
    ;(guard.stdin as unknown as { unref?: () => void } | null)?.unref?.()
  }
  guard.stdin?.write(`${line}\n`)
}

/**
 * Has the process group ended as soon as this process is gone, even after a SIGKILL of this process.
 *
 * @param group process id of a group's leader, as a child started with `detached` is
 */
export function guardGroup(group: number): void {
  say(`+${group}`)
}

/** Takes back {@link guardGroup}: the group has ended, and its number may be given to somebody else. */
export function forgetGroup(group: number): void {
  say(`-${group}`)
}
