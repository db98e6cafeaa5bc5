import { appendFile, mkdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** What may stand in a log line: nothing that a person typed, no names, numbers of persons, or paths. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>

const rotateAtBytes = 2 * 1024 * 1024

/** Structured log of the main process: one JSON document a line, two files kept. */
export class Log {
  readonly #folder: string
  #queue: Promise<void> = Promise.resolve()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Adds a line. Never throws: a full disk must not stop an intake because of its log. */
  write(event: string, fields: LogFields = {}): void {
    const line = `${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`
    this.#queue = this.#queue.then(() => this.#append(line)).catch(() => undefined)
  }

  /** Resolves when all lines so far are handed to the operating system. */
  flush(): Promise<void> {
    return this.#queue
  }

  async #append(line: string): Promise<void> {
    const path = join(this.#folder, 'terminal.log')
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const size = await stat(path).then(
      (file) => file.size,
      () => 0,
    )
    if (size > rotateAtBytes) await rename(path, join(this.#folder, 'terminal.1.log'))
    await appendFile(path, line, { mode: 0o600 })
  }
}
