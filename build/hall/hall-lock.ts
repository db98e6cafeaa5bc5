import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { PlainError } from '../plain-error.ts'

/**
 * Takes the hall's folder for this process: two hubs on one database would destroy it. A lock whose process
 * has died is taken over.
 *
 * @returns gives the folder back
 * @throws PlainError when another running process holds it
 */
export function lockHall(hallDir: string): () => void {
  const file = join(hallDir, 'hall.lock')
  for (let attempt = 0; ; attempt++) {
    try {
      const lock = openSync(file, 'wx')
      writeSync(lock, String(process.pid))
      closeSync(lock)
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 2) throw error
      const holder = Number(readFileSync(file, 'utf8'))
      if (isRunning(holder)) {
        throw new PlainError(`The demonstration hall in ${hallDir} is running already (process ${holder}).`, {
          cause: error,
        })
      }
      rmSync(file, { force: true })
    }
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
