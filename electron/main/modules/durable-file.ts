import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { writeFailure } from './main-error.ts'

/** Makes a folder's entries durable. Windows cannot open a folder for that, and its rename is durable by itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Makes a folder and those above it, for the owner only. Node's own recursive mkdir asks on a full disk whether the
 * folder is there, and reports that it is not (ENOENT) instead of that there is no room.
 * @throws the operating system's error, ENOSPC among them.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error
    await makeFolder(dirname(folder))
    await makeFolder(folder)
  }
}

let counter = 0

/**
 * Writes a whole file so that after a power cut there is the old one or the new one and nothing between: temporary
 * file, fsync, rename, fsync of the folder. `mode` defaults to owner-only.
 * @throws MainError `storage.disk-full` or `storage.write-failed`; the old file is then untouched.
 */
export async function writeDurably(path: string, chunks: readonly Uint8Array[], mode = 0o600): Promise<void> {
  const folder = dirname(path)
  counter += 1
  const temporary = join(folder, `.${basename(path)}.${process.pid}-${counter}.tmp`)
  try {
    await makeFolder(folder)
    const handle = await open(temporary, 'w', mode)
    try {
      for (const chunk of chunks) await handle.writeFile(chunk)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
    await syncFolder(folder)
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw writeFailure(basename(path), cause)
  }
}

/** The same for a JSON document. */
export async function writeJsonDurably(path: string, value: unknown): Promise<void> {
  await writeDurably(path, [new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)])
}
