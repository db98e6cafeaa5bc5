import { open, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'

/** Below this, new intake stops while upload goes on: a few hundred scans fit into it. */
export const lowWaterBytes = 512 * 1024 * 1024

/** Given back to the disk when it is full, so that the transaction under way and the upload can finish. */
const ballastBytes = 64 * 1024 * 1024

/** What is left on the disk that holds the profile. `navigator.storage.estimate()` does not know this. */
export interface StorageStatus {
  readonly freeBytes: number
  readonly totalBytes: number
  readonly intakeAllowed: boolean
}

/** 存储水位: whether there is room for another intake. `free` is measured, never estimated. */
export async function storageStatus(folder: string, lowWater = lowWaterBytes): Promise<StorageStatus> {
  const { bavail, blocks, bsize } = await statfs(folder)
  const freeBytes = bavail * bsize
  return { freeBytes, totalBytes: blocks * bsize, intakeAllowed: freeBytes >= lowWater }
}

/** Gives the ballast back whatever there is room for: the program could not even open without it. */
export async function giveBallastBack(folder: string): Promise<void> {
  await rm(join(folder, 'ballast'), { force: true })
}

/** Reserves the ballast while there is plenty of room, and gives it back when there is little. */
export async function keepBallast(folder: string, lowWater = lowWaterBytes): Promise<'held' | 'released'> {
  const path = join(folder, 'ballast')
  const { freeBytes } = await storageStatus(folder, lowWater)
  const held = await stat(path).then(
    (file) => file.size >= ballastBytes,
    () => false,
  )
  if (held && freeBytes < lowWater / 2) {
    await giveBallastBack(folder)
    return 'released'
  }
  if (held) return 'held'
  if (freeBytes < lowWater * 2) return 'released'
  const handle = await open(path, 'w', 0o600)
  try {
    const megabyte = Buffer.alloc(1024 * 1024, 0x79)
    for (let written = 0; written < ballastBytes; written += megabyte.length) await handle.write(megabyte)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return 'held'
}
