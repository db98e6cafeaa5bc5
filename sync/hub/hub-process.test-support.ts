import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { layEmptyDatabase } from './empty-database.ts'
import { keptDatabases } from './kept-databases.test-support.ts'

/** A hub in a process of its own, as it runs in a hall. */
export class HubProcess {
  readonly #folder: string
  readonly #more: readonly string[]
  readonly #environment: Readonly<Record<string, string>>
  #child: ChildProcess | null = null
  url = ''

  /** @param more options of its command line, @param environment beside this process's own */
  constructor(
    folder: string,
    more: readonly string[] = [],
    environment: Readonly<Record<string, string>> = {},
  ) {
    this.#folder = folder
    this.#more = more
    this.#environment = environment
  }

  async start(): Promise<void> {
    await layEmptyDatabase(join(this.#folder, 'db'), keptDatabases)
    const args = ['--import', 'tsx', 'sync/hub/main.ts', '--port', '0', '--data', this.#folder]
    this.#child = spawn(process.execPath, [...args, '--demonstration', ...this.#more], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...this.#environment },
    })
    const lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream })
    for await (const line of lines) {
      this.url = /^hub ready on (http:\S+)$/.exec(line)?.[1] ?? ''
      if (this.url !== '') return
    }
    throw new Error('the hub did not get ready')
  }

  /** @returns what it ended with; also of one that has ended by itself */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#child
    if (child === null || child.exitCode !== null) return Promise.resolve(child?.exitCode ?? null)
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    child.kill(signal)
    return ended
  }
}
