import pg from 'pg'
import { type Database, migrate, type Queries } from './database.ts'

/** What a connection and the pool have in common. */
interface Runner {
  query(sql: string, parameters: unknown[]): Promise<{ rows: unknown[] }>
}

/**
 * SQLSTATEs of two transactions that got in each other's way: nothing of the one that lost has happened, and done again
 * it sees what the other did. PGlite never gives them, since its transactions run one after the other.
 */
const raced: ReadonlySet<unknown> = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '23505', // unique_violation: the row that was not there when it was looked for
])
const mostTries = 4

/** As many as a hub's requests need side by side; PostgreSQL's own limit is a hundred for all hubs together. */
const connections = 10
const connectWaitMs = 5_000

function queriesOn(runner: Runner): Queries {
  return {
    rows: async <R>(sql: string, parameters: readonly unknown[] = []) =>
      (await runner.query(sql, [...parameters])).rows as R[],
  }
}

async function once<T>(pool: pg.Pool, work: (queries: Queries) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const result = await work(queriesOn(client))
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error(String(cause))
    })
    throw error
  } finally {
    client.release(broken)
  }
}

async function demandDurability(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')`,
  )
  const off = rows.filter(({ setting }) => setting === 'off').map(({ name }) => name)
  if (off.length > 0)
    throw new Error(`the database does not put its commits on disk: ${off.join(', ')} is off`)
}

/**
 * Opens a PostgreSQL database and brings its tables up to date; several hubs may share one.
 * @param url `postgres://user@host/database`, as `DATABASE_URL` gives it
 * @throws Error when it cannot be reached, or would lose what it has confirmed at a power cut
 */
export async function openPostgresDatabase(url: string, version?: number): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectWaitMs,
  })
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined)
  const database: Database = {
    ...queriesOn(pool),
    async transaction(work) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await once(pool, work)
        } catch (error) {
          if (tries === mostTries || !raced.has((error as { code?: unknown } | null)?.code)) throw error
        }
      }
    },
    close: () => pool.end(),
    connections: () => ({
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  }
  try {
    await demandDurability(pool)
    await migrate(database, version)
  } catch (error) {
    await pool.end()
    throw error
  }
  return database
}
