import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openPromise } from 'yauzl'
import type { RegistryPin } from './registry-pin.ts'

/**
 * Unpacks the stock runtime's files from the carrier's zip into `target`, without their leading folder.
 * Modes come from the zip (upper half of the external attributes, as Unix zip writes them).
 */
export async function unpackRuntime(zipPath: string, target: string, pin: RegistryPin): Promise<void> {
  const zip = await openPromise(zipPath)
  const prefix = `${pin.zipFolder}/`
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName
      if (name.endsWith('/') || !isStock(name, prefix, pin.leftOut)) continue
      const file = join(target, name.slice(prefix.length))
      await mkdir(dirname(file), { recursive: true })
      const mode = (entry.externalFileAttributes >>> 16) & 0o777
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file, { mode: mode || 0o644 }))
    }
  } finally {
    zip.close()
  }
}

function isStock(name: string, prefix: string, leftOut: readonly string[]): boolean {
  if (!name.startsWith(prefix)) return false
  const inside = name.slice(prefix.length)
  return !leftOut.some((part) => (part.endsWith('/') ? inside.startsWith(part) : inside === part))
}
