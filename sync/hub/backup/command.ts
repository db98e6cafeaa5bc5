import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Database, openEmbeddedDatabase } from '../database.ts'
import { openParts } from '../open-parts.ts'
import { openPostgresDatabase } from '../postgres.ts'
import { askForBackup, isRunning } from './control.ts'
import { beginEpoch } from './epoch.ts'
import { makeBackup } from './make-backup.ts'
import { BackupError, type Manifest } from './manifest.ts'
import { demandFinished, restoreBackup } from './restore-backup.ts'

const usage = `Usage: npm run hub -- backup --data DIR --to FOLDER [--without-keys]
       npm run hub -- restore --data DIR --from FOLDER
       npm run hub -- new-epoch --data DIR
  backup     makes FOLDER, also while the hub works; with DATABASE_URL of that PostgreSQL
  restore    into an empty DIR, and with DATABASE_URL into an empty PostgreSQL
  new-epoch  after the database was put back by other means (pg_restore, a snapshot): the hub must know that it was
  --without-keys  leaves the hub's keys out; then restore wants them in DIR/keys. Else FOLDER is as secret as DIR`

/** Commands that {@link runBackupCommand} knows. */
export const backupCommands: ReadonlySet<string> = new Set(['backup', 'restore', 'new-epoch'])

const address = (): string => process.env['DATABASE_URL'] ?? ''

function openDatabase(data: string, version?: number): Promise<Database> {
  return address() === ''
    ? openEmbeddedDatabase(join(data, 'db'), version)
    : openPostgresDatabase(address(), version)
}

/** A new database for what is restored. @throws BackupError where there are tables of a hub already */
async function openEmpty(data: string, version: number): Promise<Database> {
  const database = await openDatabase(data, version)
  const [row] = await database.rows<{ epochs: string | number }>(
    'SELECT (SELECT count(*) FROM terminals) + (SELECT count(*) FROM intakes) + (SELECT count(*) FROM counters) AS epochs',
  )
  if (Number(row?.epochs) === 0) return database
  await database.close()
  throw new BackupError('the database is not empty: a back-up is restored into an empty place only')
}

function tellOf({ takenAt, rows, parts, partBytes, damaged }: Manifest): string[] {
  return [
    `back-up of ${takenAt}: ${String(rows)} rows, ${String(parts)} parts, ${String(partBytes)} bytes`,
    ...damaged.map(({ intakeId, partId }) => `missing or damaged at the hub: part ${intakeId}/${partId}`),
  ]
}

async function backup(data: string, to: string, withKeys: boolean): Promise<string[]> {
  if (address() === '') {
    const made = await askForBackup(data, { backupTo: to, withKeys })
    if (made !== null) return tellOf(made)
  }
  const database = await openDatabase(data)
  try {
    return tellOf(await makeBackup({ database, data, parts: await openParts(data) }, to, { withKeys }))
  } finally {
    await database.close()
  }
}

async function demandStopped(data: string): Promise<void> {
  if (address() === '' && (await isRunning(data)))
    throw new BackupError(`a hub works on ${data}: end it first`)
}

async function restore(data: string, from: string): Promise<string[]> {
  await demandStopped(data)
  const manifest = await restoreBackup(from, {
    data,
    parts: await openParts(data),
    openDatabase: (version) => openEmpty(data, version),
  })
  return [
    ...tellOf(manifest),
    'terminals send again what this hub confirmed after the back-up',
    'enter again: approvals and revocations of terminals, and what departments decided, since the back-up',
  ]
}

async function newEpoch(data: string): Promise<string[]> {
  await demandStopped(data)
  const database = await openDatabase(data)
  try {
    await database.transaction(beginEpoch)
  } finally {
    await database.close()
  }
  return ['another epoch has begun: terminals compare what they were told']
}

/**
 * `backup`, `restore` and `new-epoch`.
 * @returns what to tell whoever runs it
 * @throws Error with the usage, or BackupError
 */
export async function runBackupCommand([command, ...args]: readonly string[]): Promise<string[]> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      to: { type: 'string' },
      from: { type: 'string' },
      'without-keys': { type: 'boolean', default: false },
    },
  })
  const { to, from } = values
  if (values.data === undefined) throw new Error(usage)
  const data = resolve(values.data)
  if (command !== 'restore') demandFinished(data)
  if (command === 'backup' && to !== undefined) return backup(data, resolve(to), !values['without-keys'])
  if (command === 'restore' && from !== undefined) return restore(data, resolve(from))
  if (command === 'new-epoch') return newEpoch(data)
  throw new Error(usage)
}
