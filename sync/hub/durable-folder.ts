import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { PartStore } from './part-store.ts'

const partEnding = '.part'

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes a folder's entries durable, and its own entry in the folder above. */
async function settleFolder(folder: string): Promise<void> {
  await syncFolder(folder)
  await syncFolder(dirname(folder))
}

/** Makes a file's content durable. */
async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes a whole file under its name or not at all, and calls `beforeNamed` in between. */
async function writeWhole(
  path: string,
  bytes: Uint8Array,
  beforeNamed: (file: FileHandle) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const temporary = join(folder, `.${randomUUID()}.tmp`)
  try {
    const handle = await open(temporary, 'w', 0o600)
    try {
      await handle.writeFile(bytes)
      await beforeNamed(handle)
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

/** Writes a file so that it is whole and on disk when this resolves: temporary file, fsync, rename, fsync of the folder. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await writeWhole(path, bytes, (file) => file.sync())
  await settleFolder(dirname(path))
}

function ifThere<T>(found: Promise<T>): Promise<T | null> {
  return found.catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  })
}

const sizeOrNull = (path: string): Promise<number | null> => ifThere(stat(path).then(({ size }) => size))
const bytesOrNull = (path: string): Promise<Uint8Array | null> => ifThere(readFile(path))

/** Parts as files, a folder an intake. */
export class PartFolder implements PartStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  write(intakeId: string, partId: string, bytes: Uint8Array): Promise<void> {
    return writeWhole(this.#path(intakeId, partId), bytes)
  }

  /** All files side by side, which a disk does about as fast as one. */
  async settle(intakeId: string): Promise<void> {
    const folder = join(this.#folder, intakeId)
    const stored = (await readdir(folder)).filter((name) => name.endsWith(partEnding))
    await Promise.all(stored.map((name) => syncFile(join(folder, name))))
    await settleFolder(folder)
  }

  sizeOf(intakeId: string, partId: string): Promise<number | null> {
    return sizeOrNull(this.#path(intakeId, partId))
  }

  removePart(intakeId: string, partId: string): Promise<void> {
    return rm(this.#path(intakeId, partId), { force: true })
  }

  read(intakeId: string, partId: string): Promise<Uint8Array | null> {
    return bytesOrNull(this.#path(intakeId, partId))
  }

  async begunSizeOf(intakeId: string, partId: string): Promise<number> {
    return (await sizeOrNull(this.#begun(intakeId, partId))) ?? 0
  }

  async append(intakeId: string, partId: string, offset: number, bytes: Uint8Array): Promise<void> {
    const path = this.#begun(intakeId, partId)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const handle = await open(path, 'a', 0o600)
    try {
      await handle.truncate(offset)
      await handle.appendFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    if (offset === 0) await settleFolder(dirname(path))
  }

  readBegun(intakeId: string, partId: string): Promise<Uint8Array | null> {
    return bytesOrNull(this.#begun(intakeId, partId))
  }

  dropBegun(intakeId: string, partId: string): Promise<void> {
    return rm(this.#begun(intakeId, partId), { force: true })
  }

  remove(intakeId: string): Promise<void> {
    return rm(join(this.#folder, intakeId), { recursive: true, force: true })
  }

  async isEmpty(): Promise<boolean> {
    return ((await ifThere(readdir(this.#folder))) ?? []).length === 0
  }

  #path(intakeId: string, partId: string): string {
    return join(this.#folder, intakeId, `${partId}${partEnding}`)
  }

  #begun(intakeId: string, partId: string): string {
    return join(this.#folder, intakeId, `${partId}.begun`)
  }
}
