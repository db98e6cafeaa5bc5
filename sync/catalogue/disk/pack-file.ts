import { closeSync, openSync, readSync } from 'node:fs'
import { type CataloguePack, openPack, PackError } from '../pack/index.ts'

/**
 * Opens a pack on disk, of which only what is asked for is read. It stays open until the process ends.
 * @throws PackError when the file is not there or is none
 */
export function openPackFile(path: string): CataloguePack {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (cause) {
    throw new PackError('the pack cannot be read', { cause })
  }
  try {
    return openPack({
      read(offset, length) {
        const bytes = new Uint8Array(length)
        let done = 0
        while (done < length) {
          const count = readSync(file, bytes, done, length - done, offset + done)
          if (count === 0) throw new PackError('the pack ends too early')
          done += count
        }
        return bytes
      },
    })
  } catch (error) {
    closeSync(file)
    throw error
  }
}
