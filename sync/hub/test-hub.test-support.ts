import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCatalogue } from '#sync/catalogue/disk'
import type { FastifyInstance } from 'fastify'
import { type Database, openEmbeddedDatabase } from './database.ts'
import { PartFolder } from './durable-folder.ts'
import type { PartStore } from './part-store.ts'
import { layEmptyDatabase } from './empty-database.ts'
import { keptDatabases } from './kept-databases.test-support.ts'
import { type HubKeys, openHubKeys } from './hub-keys.ts'
import { openPostgresDatabase } from './postgres.ts'
import { createServer, type ServerOptions } from './server.ts'
import { TestTerminal } from './terminal.test-support.ts'

type Seams = Pick<ServerOptions, 'register' | 'payments' | 'post'>

/** Where a test's hub keeps its data; what is not said is made for it alone. */
export interface TestHubPlace {
  /** A PostgreSQL address; PGlite in the folder where absent. */
  readonly postgres?: string
  /** Another hub whose keys and parts are shared. */
  readonly beside?: TestHub
  /** Where its parts are; a folder where absent. */
  readonly parts?: PartStore
  /** A folder that is there already, as after a restoration. */
  readonly folder?: string
}

/** A hub for tests in their own process: real HTTP, a real database, its data in a folder of its own. */
export class TestHub {
  readonly staffToken = 'staff-of-the-test'
  readonly supervisorToken = 'supervisor-of-the-test'
  readonly metricsToken = 'metrics-of-the-test'
  readonly folder: string
  readonly database: Database
  readonly keys: HubKeys
  url = ''
  #server: FastifyInstance | null = null
  #terminals = 0
  readonly #seams: Seams
  readonly parts: PartStore

  private constructor(
    folder: string,
    database: Database,
    keys: HubKeys,
    seams: Seams,
    parts: PartStore = new PartFolder(join(folder, 'parts')),
  ) {
    this.folder = folder
    this.database = database
    this.keys = keys
    this.#seams = seams
    this.parts = parts
  }

  /** @param seams makes what takes a province's systems' place; it may need the database. */
  static async start(
    seams: (database: Database) => Seams = () => ({}),
    { postgres, beside, parts, folder: given }: TestHubPlace = {},
  ): Promise<TestHub> {
    const folder = given ?? beside?.folder ?? (await mkdtemp(join(tmpdir(), 'hub-')))
    if (postgres === undefined) await layEmptyDatabase(join(folder, 'db'), keptDatabases)
    const database = await (postgres === undefined
      ? openEmbeddedDatabase(join(folder, 'db'))
      : openPostgresDatabase(postgres))
    const hub = new TestHub(
      folder,
      database,
      await openHubKeys(join(folder, 'keys')),
      seams(database),
      parts ?? beside?.parts,
    )
    await hub.#serve()
    return hub
  }

  /** The server as Fastify knows it. */
  get server(): FastifyInstance {
    if (this.#server === null) throw new Error('the hub of the test is not open')
    return this.#server
  }

  async #serve(): Promise<void> {
    const { database, keys, staffToken, supervisorToken, metricsToken, parts } = this
    const server = createServer({
      database,
      keys,
      staffToken,
      supervisorToken,
      metricsToken,
      parts,
      catalogue: readCatalogue(),
      demonstration: true,
      ...this.#seams,
    })
    this.url = await server.listen({ port: 0, host: '127.0.0.1' })
    this.#server = server
  }

  /** Ends the server and starts another over the same data; it has another address then. */
  async restart(): Promise<void> {
    await this.#server?.close()
    await this.#serve()
  }

  /** A terminal of its own id that the hub knows. */
  async terminal(): Promise<TestTerminal> {
    this.#terminals += 1
    const terminal = new TestTerminal(() => this.url, `T${String(this.#terminals).padStart(2, '0')}`)
    const { status } = await terminal.enrol()
    if (status !== 200) throw new Error(`the enrolment was answered with ${String(status)}`)
    return terminal
  }

  /** A call of a department or supervisor. */
  async staff(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<{ status: number; json: never }> {
    const response = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${this.staffToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, json: (await response.json()) as never }
  }

  async remove(): Promise<void> {
    await this.#server?.close()
    await this.database.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}
