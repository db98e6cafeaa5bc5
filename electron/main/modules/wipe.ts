import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from './durable-file.ts'

const marker = 'wipe.pending'

/**
 * What goes: all that can hold what a citizen handed in, sealed as it is, and what Chromium keeps of pages. Everything else stays — who
 * the terminal is, the numbers that were given, its record, and whatever a technician has put beside `terminal.yaml`.
 */
const going: readonly string[] = [
  'packets',
  'IndexedDB',
  'Local Storage',
  'Session Storage',
  'WebStorage',
  'blob_storage',
  'databases',
  'File System',
  'Service Worker',
  'Partitions',
  'Cache',
  'Code Cache',
  'GPUCache',
  'Crashpad',
  'logs',
  'device-host.mark',
]

/** Says durably that the profile is to be emptied; it is done at the next start, before anything of it is open. */
export function markForWiping(profile: string): Promise<void> {
  return writeDurably(join(profile, marker), [new Uint8Array()])
}

/** Empties the profile if that was said. What a power cut leaves undone is done at the start after it. */
export async function finishWiping(profile: string): Promise<boolean> {
  const marked = await stat(join(profile, marker)).then(
    () => true,
    () => false,
  )
  if (!marked) return false
  for (const name of going) await rm(join(profile, name), { recursive: true, force: true })
  await rm(join(profile, marker), { force: true })
  return true
}
