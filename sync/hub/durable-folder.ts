import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { randomUUID } from 'node:crypto'

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

/** 收件部分的存放: the ciphertexts of the parts, a folder an intake. */
export class PartFolder {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Stores one part. It is there for good once {@link settle} resolves; a power cut before may take it back, or some of it, which
   * its digest tells.
   */
  write(intakeId: string, partId: string, bytes: Uint8Array): Promise<void> {
    return writeWhole(this.#path(intakeId, partId), bytes)
  }

  /** Makes all that was stored under this name durable: all files side by side, which a disk does about as fast as one. */
  async settle(intakeId: string): Promise<void> {
    const folder = join(this.#folder, intakeId)
    const stored = (await readdir(folder)).filter((name) => name.endsWith(partEnding))
    await Promise.all(stored.map((name) => syncFile(join(folder, name))))
    await settleFolder(folder)
  }

  /** Bytes of a stored part, or null when there is none. */
  sizeOf(intakeId: string, partId: string): Promise<number | null> {
    return sizeOrNull(this.#path(intakeId, partId))
  }

  /** Removes one part; nothing happens when it is not there. */
  removePart(intakeId: string, partId: string): Promise<void> {
    return rm(this.#path(intakeId, partId), { force: true })
  }

  /** The part's bytes, or null when there are none. */
  read(intakeId: string, partId: string): Promise<Uint8Array | null> {
    return bytesOrNull(this.#path(intakeId, partId))
  }

  /** Bytes of a part that comes piece by piece; 0 when none has come. */
  async begunSizeOf(intakeId: string, partId: string): Promise<number> {
    return (await sizeOrNull(this.#begun(intakeId, partId))) ?? 0
  }

  /** Adds a piece at `offset`, on disk with its name when this resolves; what a torn write left behind `offset` goes first. */
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

  /** What has come of a part, or null. */
  readBegun(intakeId: string, partId: string): Promise<Uint8Array | null> {
    return bytesOrNull(this.#begun(intakeId, partId))
  }

  /** Forgets what has come; nothing happens when that is nothing. */
  dropBegun(intakeId: string, partId: string): Promise<void> {
    return rm(this.#begun(intakeId, partId), { force: true })
  }

  /** Removes all parts under this name; nothing happens when there are none. */
  remove(intakeId: string): Promise<void> {
    return rm(join(this.#folder, intakeId), { recursive: true, force: true })
  }

  #path(intakeId: string, partId: string): string {
    return join(this.#folder, intakeId, `${partId}${partEnding}`)
  }

  #begun(intakeId: string, partId: string): string {
    return join(this.#folder, intakeId, `${partId}.begun`)
  }
}
