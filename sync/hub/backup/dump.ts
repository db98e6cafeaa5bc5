import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Queries } from '../database.ts'

/*
 *  database.ndjson, one JSON document a line; the same from PGlite and from PostgreSQL, and to either:
 *
 *    {"schemaVersion":10}
 *    {"table":"intakes"}
 *    {"intake_id":"…","header":"\\x5943…", …}      rows of the table named last, as PostgreSQL writes a row in JSON
 *    {"sequence":"demonstration_parcels_serial_seq","value":17}
 */

/** Rows that are fetched, and sent, at a time. */
const rowsAtOnce = 50
/** What a request or a guess was once refused for is over within a day; a restored hub refuses older requests anyway. */
const passing: ReadonlySet<string> = new Set(['schema_version', 'request_nonces'])

const headSchema = z.object({ schemaVersion: z.int().positive() })
const markSchema = z.union([
  z.strictObject({ table: z.string().regex(/^[a-z_]+$/) }),
  z.strictObject({ sequence: z.string().regex(/^[a-z_]+$/), value: z.number() }),
])

/** What was written. */
export interface Dumped {
  readonly sha256: string
  readonly rows: number
  readonly schemaVersion: number
}

/** All that a running transaction sees, as one file whose content is on the disk when this resolves. */
export async function writeDump(queries: Queries, path: string): Promise<Dumped> {
  const handle = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  let count = 0
  const write = async (lines: readonly string[]): Promise<void> => {
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
    hash.update(bytes)
    await handle.writeFile(bytes)
  }
  try {
    const [version] = await queries.rows<{ version: number }>('SELECT version FROM schema_version')
    const schemaVersion = version?.version ?? 0
    await write([JSON.stringify({ schemaVersion })])
    const tables = await queries.rows<{ table_name: string }>(
      `SELECT table_name FROM information_schema.tables
       WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name`,
    )
    for (const { table_name: table } of tables) {
      if (passing.has(table)) continue
      await write([JSON.stringify({ table })])
      await queries.rows(
        `DECLARE dumped NO SCROLL CURSOR FOR SELECT row_to_json(one)::text AS line FROM "${table}" one`,
      )
      for (;;) {
        const rows = await queries.rows<{ line: string }>(`FETCH ${String(rowsAtOnce)} FROM dumped`)
        if (rows.length === 0) break
        count += rows.length
        await write(rows.map(({ line }) => line))
      }
      await queries.rows('CLOSE dumped')
    }
    const sequences = await queries.rows<{ sequence: string; value: string | number }>(
      `SELECT sequencename AS sequence, last_value AS value FROM pg_sequences
       WHERE schemaname = current_schema() AND last_value IS NOT NULL`,
    )
    await write(sequences.map(({ sequence, value }) => JSON.stringify({ sequence, value: Number(value) })))
    await handle.sync()
    return { sha256: hash.digest('hex'), rows: count, schemaVersion }
  } finally {
    await handle.close()
  }
}

/** The digest of a file, read once from end to end. */
export async function fileSha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

interface ForeignKey {
  readonly table_name: string
  readonly constraint_name: string
}

async function setForeignKeys(queries: Queries, how: 'DEFERRABLE INITIALLY DEFERRED' | 'NOT DEFERRABLE') {
  const keys = await queries.rows<ForeignKey>(
    `SELECT c.conname AS constraint_name, t.relname AS table_name
     FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
     WHERE c.contype = 'f' AND n.nspname = current_schema()`,
  )
  for (const { table_name, constraint_name } of keys)
    await queries.rows(`ALTER TABLE "${table_name}" ALTER CONSTRAINT "${constraint_name}" ${how}`)
}

/**
 * Puts a dump into empty tables of its own version, within the caller's transaction. Rows come in any order: who belongs to whom is
 * checked at the end, for all.
 */
export async function loadDump(queries: Queries, path: string): Promise<void> {
  await setForeignKeys(queries, 'DEFERRABLE INITIALLY DEFERRED')
  let table: string | null = null
  let waiting: string[] = []
  const flush = async (): Promise<void> => {
    if (table === null || waiting.length === 0) return
    const rows = `[${waiting.join(',')}]`
    waiting = []
    await queries.rows(
      `INSERT INTO "${table}" SELECT * FROM json_populate_recordset(NULL::"${table}", $1::json)`,
      [rows],
    )
  }
  let isHead = true
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (isHead) headSchema.parse(JSON.parse(line))
    else if (line.startsWith('{"table":') || line.startsWith('{"sequence":')) {
      await flush()
      const mark = markSchema.parse(JSON.parse(line))
      if ('table' in mark) {
        table = mark.table
        // What a new table begins with is what its migration put there.
        await queries.rows(`DELETE FROM "${table}"`)
      } else await queries.rows('SELECT setval($1::regclass, $2)', [`"${mark.sequence}"`, mark.value])
    } else {
      waiting.push(line)
      if (waiting.length === rowsAtOnce) await flush()
    }
    isHead = false
  }
  await flush()
  await queries.rows('SET CONSTRAINTS ALL IMMEDIATE')
  await setForeignKeys(queries, 'NOT DEFERRABLE')
}
