import { mkdir, open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parsePacketHeader, sha256Hex } from '#sync/packet'
import { z } from 'zod'
import type { Database, Queries } from '../database.ts'
import { PartFolder, writeDurably } from '../durable-folder.ts'
import { fileSha256, writeDump } from './dump.ts'
import {
  BackupError,
  databaseFile,
  keysFolder,
  type ListedPart,
  type Manifest,
  manifestFile,
  partListFile,
  partsFolder,
} from './manifest.ts'
import type { PartStore } from '../part-store.ts'

interface Expected {
  readonly intakeId: string
  readonly committed: boolean
  readonly parts: readonly { readonly id: string; readonly size: number; readonly sha256: string }[]
}

/** What a back-up is made of. */
export interface BackupSource {
  readonly database: Database
  /** The hub's folder of keys. */
  readonly data: string
  readonly parts: PartStore
}

async function expectedParts(queries: Queries): Promise<Expected[]> {
  const expected: Expected[] = []
  await queries.rows(
    'DECLARE announced NO SCROLL CURSOR FOR SELECT intake_id, state, header FROM intakes ORDER BY announced_at',
  )
  for (;;) {
    const rows = await queries.rows<{ intake_id: string; state: string; header: Uint8Array }>(
      'FETCH 50 FROM announced',
    )
    if (rows.length === 0) break
    for (const row of rows)
      expected.push({
        intakeId: row.intake_id,
        committed: row.state === 'committed',
        parts: parsePacketHeader(row.header).parts,
      })
  }
  await queries.rows('CLOSE announced')
  return expected
}

/** An empty folder of this name. @throws BackupError */
async function makeFolder(to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  if ((await readdir(to)).length > 0)
    throw new BackupError(`${to} is not empty: a back-up has a folder of its own`)
}

async function copyParts(
  source: BackupSource,
  to: string,
  expected: readonly Expected[],
): Promise<Pick<Manifest, 'parts' | 'partBytes' | 'partListSha256' | 'damaged'>> {
  const from = source.parts
  const into = new PartFolder(join(to, partsFolder))
  const listPath = join(to, partListFile)
  const list = await open(listPath, 'wx', 0o600)
  const damaged: Manifest['damaged'] = []
  let count = 0
  let bytesInAll = 0
  try {
    for (const { intakeId, committed, parts } of expected) {
      let copied = 0
      for (const part of parts) {
        const bytes = await from.read(intakeId, part.id)
        const whole = bytes !== null && (await sha256Hex(bytes)) === part.sha256
        if (!whole) {
          // What was not committed yet is asked for again anyway.
          if (committed) damaged.push({ intakeId, partId: part.id })
          continue
        }
        await into.write(intakeId, part.id, bytes)
        const listed: ListedPart = { intakeId, partId: part.id, size: part.size, sha256: part.sha256 }
        await list.writeFile(`${JSON.stringify(listed)}\n`)
        copied += 1
        bytesInAll += bytes.length
      }
      if (copied > 0) await into.settle(intakeId)
      count += copied
    }
    await list.sync()
  } finally {
    await list.close()
  }
  return { parts: count, partBytes: bytesInAll, partListSha256: await fileSha256(listPath), damaged }
}

/**
 * 备份: the database as one transaction sees it, then the parts that it speaks of. Parts are written once and stay, so that the
 * hub may go on working. Drafts on their way between terminals and the memory of requests are left out: they must not
 * come back.
 * @param to a folder that is empty or not there yet
 * @throws BackupError, or the system's errors; without its manifest the folder is no back-up
 */
export async function makeBackup(
  source: BackupSource,
  to: string,
  { withKeys }: { withKeys: boolean },
): Promise<Manifest> {
  await makeFolder(to)
  const keyFile = await readFile(join(source.data, keysFolder, 'encryption-key.json'), 'utf8').catch(() => {
    throw new BackupError(`there is no hub in ${source.data}`)
  })
  const { keyId } = z.object({ keyId: z.string() }).parse(JSON.parse(keyFile))
  const takenAt = new Date().toISOString()
  const { dumped, expected } = await source.database.transaction(async (queries) => {
    await queries.rows('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
    return {
      dumped: await writeDump(queries, join(to, databaseFile)),
      expected: await expectedParts(queries),
    }
  })
  const copied = await copyParts(source, to, expected)
  if (withKeys) {
    for (const name of await readdir(join(source.data, keysFolder)))
      if (!name.startsWith('.'))
        await writeDurably(join(to, keysFolder, name), await readFile(join(source.data, keysFolder, name)))
  }
  const manifest: Manifest = {
    format: 1,
    takenAt,
    hubId: keyId,
    schemaVersion: dumped.schemaVersion,
    rows: dumped.rows,
    databaseSha256: dumped.sha256,
    withKeys,
    ...copied,
  }
  await writeDurably(join(to, manifestFile), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
  return manifest
}
