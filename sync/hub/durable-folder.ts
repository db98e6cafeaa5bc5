import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { randomUUID } from 'node:crypto'

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes a file so that it is whole and on disk when this resolves: temporary file, fsync, rename, fsync of the folder. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const temporary = join(folder, `.${randomUUID()}.tmp`)
  try {
    const handle = await open(temporary, 'w', 0o600)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
    await syncFolder(folder)
    await syncFolder(dirname(folder))
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

/** 收件部分的存放: the ciphertexts of the parts, a folder an intake. */
export class PartFolder {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Stores one part durably; storing the same again changes nothing. */
  write(intakeId: string, partId: string, bytes: Uint8Array): Promise<void> {
    return writeDurably(this.#path(intakeId, partId), bytes)
  }

  /** The part's bytes, or null when there are none. */
  async read(intakeId: string, partId: string): Promise<Uint8Array | null> {
    try {
      return new Uint8Array(await readFile(this.#path(intakeId, partId)))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  /** Removes all parts under this name; nothing happens when there are none. */
  remove(intakeId: string): Promise<void> {
    return rm(join(this.#folder, intakeId), { recursive: true, force: true })
  }

  #path(intakeId: string, partId: string): string {
    return join(this.#folder, intakeId, `${partId}.part`)
  }
}
