import { createReadStream, existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sha256Hex } from '#sync/packet'
import { z } from 'zod'
import { type Database, migrate, schemaVersion } from '../database.ts'
import { PartFolder, writeDurably } from '../durable-folder.ts'
import type { PartStore } from '../part-store.ts'
import { fileSha256, loadDump } from './dump.ts'
import { beginEpoch } from './epoch.ts'
import {
  BackupError,
  databaseFile,
  keysFolder,
  listedPartSchema,
  type Manifest,
  manifestFile,
  manifestSchema,
  partListFile,
  partsFolder,
} from './manifest.ts'

/** There from a restoration's beginning to its end: a hub does not start on half of one. */
const unfinishedFile = 'restore-unfinished'

/** Where a back-up goes. */
export interface RestoreTarget {
  readonly data: string
  readonly parts: PartStore
  /** Opens a database with tables of this version; it must be new. */
  readonly openDatabase: (version: number) => Promise<Database>
}

/** @throws BackupError where a restoration in this folder was begun and not ended */
export function demandFinished(data: string): void {
  if (existsSync(join(data, unfinishedFile)))
    throw new BackupError(`a restoration in ${data} was not finished: empty it and restore again`)
}

async function readManifest(from: string): Promise<Manifest> {
  const text = await readFile(join(from, manifestFile), 'utf8').catch(() => {
    throw new BackupError(`${from} is no back-up, or one that was not finished: it has no ${manifestFile}`)
  })
  const manifest = manifestSchema.parse(JSON.parse(text))
  if (manifest.schemaVersion > schemaVersion)
    throw new BackupError('the back-up is of a newer version of this program')
  return manifest
}

/** Reads the whole back-up once, before anything is changed. @throws BackupError where it is not what its manifest says */
async function verify(from: string, manifest: Manifest): Promise<void> {
  if ((await fileSha256(join(from, databaseFile))) !== manifest.databaseSha256)
    throw new BackupError(`${databaseFile} is damaged`)
  if ((await fileSha256(join(from, partListFile))) !== manifest.partListSha256)
    throw new BackupError(`${partListFile} is damaged`)
  const parts = new PartFolder(join(from, partsFolder))
  for await (const { intakeId, partId, sha256 } of listedParts(from)) {
    const bytes = await parts.read(intakeId, partId)
    if (bytes === null || (await sha256Hex(bytes)) !== sha256)
      throw new BackupError(`part ${intakeId}/${partId} is missing or damaged`)
  }
}

async function* listedParts(from: string): AsyncGenerator<z.infer<typeof listedPartSchema>> {
  for await (const line of createInterface({ input: createReadStream(join(from, partListFile)) }))
    yield listedPartSchema.parse(JSON.parse(line))
}

async function demandEmpty(data: string, parts: PartStore): Promise<void> {
  const there: string[] = await readdir(join(data, 'db')).catch((): string[] => [])
  const where =
    there.length > 0 ? join(data, 'db') : (await parts.isEmpty()) ? null : 'the store of the parts'
  if (where !== null)
    throw new BackupError(`${where} is not empty: a back-up is restored into an empty place only`)
}

async function restoreKeys(from: string, data: string, manifest: Manifest): Promise<void> {
  const own = join(data, keysFolder)
  const there = await readFile(join(own, 'encryption-key.json'), 'utf8').catch(() => null)
  if (there !== null) {
    if (z.object({ keyId: z.string() }).parse(JSON.parse(there)).keyId !== manifest.hubId)
      throw new BackupError(`${own} has the keys of another hub`)
    return
  }
  if (!manifest.withKeys)
    throw new BackupError(
      `the back-up was made without keys: put those of ${manifest.hubId} into ${own} first`,
    )
  for (const name of await readdir(join(from, keysFolder)))
    await writeDurably(join(own, name), await readFile(join(from, keysFolder, name)))
}

/**
 * 恢复: the back-up becomes the hub's data, as another epoch: what the hub confirmed after the back-up it does not know, and so it
 * gives out none of the numbers and places that it may have given since, and terminals compare what they were told.
 * @throws BackupError before anything is changed, where the back-up is not whole or the place is not empty
 */
export async function restoreBackup(
  from: string,
  { data, parts, openDatabase }: RestoreTarget,
): Promise<Manifest> {
  const manifest = await readManifest(from)
  await demandEmpty(data, parts)
  await verify(from, manifest)
  await mkdir(data, { recursive: true, mode: 0o700 })
  await writeDurably(join(data, unfinishedFile), Buffer.from(manifest.takenAt))
  try {
    await restoreKeys(from, data, manifest)
  } catch (error) {
    await rm(join(data, unfinishedFile))
    throw error
  }
  const backup = new PartFolder(join(from, partsFolder))
  await mkdir(join(data, partsFolder), { recursive: true, mode: 0o700 })
  for await (const { intakeId, partId } of listedParts(from)) {
    await parts.write(intakeId, partId, (await backup.read(intakeId, partId)) as Uint8Array)
    await parts.settle(intakeId)
  }
  const database = await openDatabase(manifest.schemaVersion)
  try {
    await database.transaction((queries) => loadDump(queries, join(from, databaseFile)))
    await migrate(database)
    await database.transaction(beginEpoch)
  } finally {
    await database.close()
  }
  await rm(join(data, unfinishedFile))
  return manifest
}
