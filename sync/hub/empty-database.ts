import { cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { openDurablePglite } from './durable-pglite.ts'

/** The embedded database's version: another one may lay its files out otherwise. */
async function versionOf(entry: string): Promise<string> {
  const manifest = await readFile(join(dirname(entry), '..', 'package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

/** Makes one and puts it in its place whole; who is overtaken by another process uses that one's. */
async function make(empty: string): Promise<void> {
  mkdirSync(dirname(empty), { recursive: true })
  const begun = await mkdtemp(`${empty}-`)
  await (await openDurablePglite(begun)).close()
  await rename(begun, empty).catch(async (error: unknown) => {
    await rm(begun, { recursive: true, force: true })
    if (!existsSync(empty)) throw error
  })
}

/**
 * 空库: lays the files of a new, empty database into a folder that has none, as a copy of one that is kept. Making a new one takes
 * seconds; demonstrations and tests begin anew many times. A hub in a hall makes its own.
 * @param folder the database's own; nothing happens when it is there
 * @param kept where empty ones are kept, one a version
 */
export async function layEmptyDatabase(folder: string, kept: string): Promise<void> {
  if (existsSync(folder)) return
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const empty = join(kept, `pglite-${await versionOf(entry)}`)
  if (!existsSync(empty)) await make(empty)
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 })
  await cp(empty, folder, { recursive: true })
}
