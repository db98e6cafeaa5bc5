import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from './durable-file.ts'

const marker = 'wipe.pending'

/**
 * What stays when a terminal is emptied: who it is, which numbers were given, what was done at it, its settings, and the marker
 * itself, which goes last.
 */
const staying: ReadonlySet<string> = new Set([
  'keys',
  'audit',
  'sequence.json',
  'terminal.yaml',
  'operators.yaml',
  marker,
])

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
  for (const name of await readdir(profile)) {
    // Sockets and locks of the running instance are the system's.
    if (staying.has(name) || name.startsWith('Singleton')) continue
    await rm(join(profile, name), { recursive: true, force: true })
  }
  await rm(join(profile, marker), { force: true })
  return true
}
