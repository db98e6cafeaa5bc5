import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const versionsFolder = '/usr/lib/postgresql'

function programs(): string | null {
  if (!existsSync(versionsFolder)) return null
  const newest = readdirSync(versionsFolder).sort((left, right) => Number(right) - Number(left))[0]
  const folder = join(versionsFolder, newest ?? '', 'bin')
  return existsSync(join(folder, 'initdb')) ? folder : null
}

/** PostgreSQL refuses to run as root; its package brings a user of its own. */
const asUser = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--'] : []

/** Why the tests on PostgreSQL cannot run here; null where they can. */
export function postgresMissing(): string | null {
  if (programs() === null) return 'PostgreSQL is not installed (Debian: postgresql)'
  if (asUser.length === 0) return null
  try {
    execFileSync('id', ['postgres'], { stdio: 'ignore' })
    return null
  } catch {
    return 'there is no user postgres for the server to run as'
  }
}

/** A PostgreSQL server of the test's own, on a socket in a folder of its own, with nothing of it left behind. */
export class TestPostgres {
  readonly #folder: string
  #server: ChildProcess | null = null

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async start(): Promise<TestPostgres> {
    const server = new TestPostgres(mkdtempSync(join(tmpdir(), 'postgres-')))
    chmodSync(server.#folder, 0o777)
    server.#run('initdb', [
      '--auth=trust',
      '--username=hub',
      '--encoding=UTF8',
      '--locale=C',
      '-D',
      server.#data,
    ])
    await server.#serve()
    return server
  }

  get #data(): string {
    return join(this.#folder, 'data')
  }

  #command(program: string, args: readonly string[]): [string, string[]] {
    const [first = '', ...rest] = [...asUser, join(programs() ?? '', program), ...args]
    return [first, rest]
  }

  #run(program: string, args: readonly string[]): void {
    const [command, rest] = this.#command(program, args)
    execFileSync(command, rest, { stdio: 'ignore', cwd: this.#folder })
  }

  async #serve(): Promise<void> {
    const options = ['-D', this.#data, '-k', this.#folder, '-c', 'listen_addresses=']
    const [command, args] = this.#command('postgres', options)
    const child = spawn(command, args, { cwd: this.#folder, stdio: ['ignore', 'ignore', 'pipe'] })
    this.#server = child
    for await (const line of createInterface({ input: child.stderr })) {
      if (line.includes('ready to accept connections')) break
    }
    child.stderr.resume()
  }

  /** Address of a new, empty database. */
  database(name: string): string {
    this.#run('createdb', ['-h', this.#folder, '-U', 'hub', name])
    return `postgres://hub@localhost/${name}?host=${encodeURIComponent(this.#folder)}`
  }

  /** Ends the server at once, as a crash does, and starts it again. */
  async crash(): Promise<void> {
    await this.#end('SIGQUIT')
    await this.#serve()
  }

  async #end(signal: 'SIGQUIT' | 'SIGINT'): Promise<void> {
    const child = this.#server
    this.#server = null
    if (child === null || child.exitCode !== null) return
    const gone = once(child, 'exit')
    // Through the pid file: with another user's rights the child here is only the one who changed them.
    this.#run('pg_ctl', ['-D', this.#data, 'stop', '-m', signal === 'SIGQUIT' ? 'immediate' : 'fast'])
    await gone
  }

  async remove(): Promise<void> {
    await this.#end('SIGINT')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
