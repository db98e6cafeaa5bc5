import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeDurably } from './durable-file.ts'
import type { KeyCustody, Write } from './key-custody.ts'
import { MainError } from './main-error.ts'
import { rewrapIdentity } from './terminal-identity.ts'

/** A key of sealed packets, with the id under which their headers name it. */
export interface PacketKey {
  readonly keyId: string
  readonly key: Uint8Array
}

/** What of rotation is configured; days. */
export interface RotationRules {
  /** A root that is older is replaced by itself; undefined: only by hand. */
  readonly rotateDays?: number | undefined
  /** So long an earlier root is kept although nothing is under it any more. */
  readonly keepOldDays: number
}

/** How the keys of this terminal stand. */
export interface KeyState {
  readonly keyId: string
  /** Since when the current root is in use, as far as it is known; ISO 8601. */
  readonly since: string
  /** Roots before it that are still there. */
  readonly earlier: number
  readonly rotateDays: number | null
}

const dayMs = 86_400_000
const purpose = 'packet-keys'
const journalSchema = z.object({ schema: z.literal(1), began: z.record(z.string(), z.iso.datetime()) })
const archiveSchema = z.array(z.strictObject({ keyId: z.string(), key: z.base64() }))

/**
 * 密钥轮换: a new root for everything that is written from now on; what is under the old one is written anew by and by (the page's
 * worker, for its rows), and the old root is forgotten when nothing is left under it. A sealed packet cannot be written anew, for
 * its header is signed and the hub knows its digest: the one key that opens packets of an old root is therefore kept, under the new root.
 *
 * Each step is one durable file, and each order of them that a power cut can leave opens everything: the new root before anything is
 * under it; identity and packets' keys under the new root before the old one goes.
 */
export class KeyRotation {
  readonly #parts: Parts
  #began: Record<string, string>
  /** Null where the file is there and does not open: then no root is forgotten. */
  readonly #archived: PacketKey[] | null
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(parts: Parts, began: Record<string, string>, archived: PacketKey[] | null) {
    this.#parts = parts
    this.#began = began
    this.#archived = archived
  }

  /** @param parts.folder where the terminal's wrapped keys lie */
  static async open(given: Omit<Parts, 'write' | 'now'> & Partial<Parts>): Promise<KeyRotation> {
    const parts: Parts = { write: writeDurably, now: Date.now, ...given }
    const rotation = new KeyRotation(parts, await readJournal(parts.folder), await readArchive(parts))
    // A start before there was a journal, or one between a new root and its line: its age counts from now.
    await rotation.#noteBeginning().catch(() => undefined)
    return rotation
  }

  get state(): KeyState {
    const { keys, rules } = this.#parts
    return {
      keyId: keys.keyId,
      since: this.#since(keys.keyId),
      earlier: keys.earlier.length,
      rotateDays: rules.rotateDays ?? null,
    }
  }

  /** Keys of packets that were sealed under another root than the current one. */
  get packetKeys(): PacketKey[] {
    const living = this.#parts.keys.earlier.map(({ keyId, derive }) => ({ keyId, key: derive('packet') }))
    const known = new Set(living.map(({ keyId }) => keyId))
    return [...living, ...(this.#archived ?? []).filter(({ keyId }) => !known.has(keyId))]
  }

  /** Whether the current root is older than is configured. */
  get isDue(): boolean {
    const { keys, rules, now } = this.#parts
    if (rules.rotateDays === undefined) return false
    return now() - Date.parse(this.#since(keys.keyId)) >= rules.rotateDays * dayMs
  }

  /**
   * Begins with a new root. Whoever has keys of the old one must ask for them anew.
   * @throws MainError `keys.rotating`, `keys.unavailable`, `storage.*`; the old root is then still the current one
   */
  rotate(): Promise<void> {
    return this.#next(async () => {
      const { keys, folder, write } = this.#parts
      await keys.rotate()
      // From here on it has happened; what fails now is done at the next start, or before the old root goes.
      await this.#noteBeginning().catch(() => undefined)
      await rewrapIdentity(folder, keys, write).catch(() => undefined)
    })
  }

  /**
   * Hears that a full scan of the local store has found nothing that is under another root than this one, and forgets those of before it
   * that have been kept long enough.
   * @returns the ids of those that it has forgotten
   * @throws MainError `keys.unavailable`, `storage.*`; none is forgotten then
   */
  settle(keyId: string): Promise<string[]> {
    return this.#next(async () => {
      const { keys, rules, now, folder, write } = this.#parts
      // A page of before the last rotation speaks of its own time.
      if (keyId !== keys.keyId) return []
      const all = [...keys.earlier.map((one) => one.keyId), keys.keyId]
      const over = keys.earlier.filter((_, at) => {
        const replaced = Date.parse(this.#since(all[at + 1] as string))
        return now() - replaced >= rules.keepOldDays * dayMs
      })
      if (over.length === 0) return []
      await rewrapIdentity(folder, keys, write)
      await this.#archive()
      const going = over.map((one) => one.keyId)
      await keys.discard(going)
      return going
    })
  }

  /** The packets' keys of all earlier roots, under the current one. */
  async #archive(): Promise<void> {
    const { keys, folder, write } = this.#parts
    if (this.#archived === null)
      throw new MainError('keys.unavailable', 'the kept keys of earlier packets do not open')
    const kept = this.packetKeys
    const rows = kept.map(({ keyId, key }) => ({ keyId, key: Buffer.from(key).toString('base64') }))
    await write(archivePath(folder), [keys.wrap(Buffer.from(JSON.stringify(rows)), purpose)])
    this.#archived.splice(0, Infinity, ...kept)
  }

  #since(keyId: string): string {
    return this.#began[keyId] ?? new Date(this.#parts.now()).toISOString()
  }

  async #noteBeginning(): Promise<void> {
    const { keys, folder, write, now } = this.#parts
    if (this.#began[keys.keyId] !== undefined) return
    this.#began = { ...this.#began, [keys.keyId]: new Date(now()).toISOString() }
    const text = JSON.stringify({ schema: 1, began: this.#began })
    await write(join(folder, 'rotation.json'), [Buffer.from(`${text}\n`)])
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}

interface Parts {
  readonly folder: string
  readonly keys: KeyCustody
  readonly rules: RotationRules
  readonly write: Write
  readonly now: () => number
}

const archivePath = (folder: string): string => join(folder, 'packet-keys.key')

async function readJournal(folder: string): Promise<Record<string, string>> {
  try {
    return journalSchema.parse(JSON.parse(await readFile(join(folder, 'rotation.json'), 'utf8'))).began
  } catch {
    return {}
  }
}

async function readArchive({ folder, keys }: Pick<Parts, 'folder' | 'keys'>): Promise<PacketKey[] | null> {
  let wrapped: Buffer
  try {
    wrapped = await readFile(archivePath(folder))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : null
  }
  try {
    const rows = archiveSchema.parse(JSON.parse(keys.unwrap(wrapped, purpose).toString('utf8')))
    return rows.map(({ keyId, key }) => ({ keyId, key: new Uint8Array(Buffer.from(key, 'base64')) }))
  } catch {
    return null
  }
}
