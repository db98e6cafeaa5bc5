import type { Table } from 'dexie'
import type { Connection } from './connection.ts'
import { operatorOfCheck } from './key-check.ts'
import { additionalData, type RowCipher, sameRevision, type SealedValue } from './row-cipher.ts'
import { orDamaged } from './store-error.ts'

/** Tables with encrypted values, and how many of their rows are looked at in one step. Files of drafts are large. */
const tables = { meta: 50, intakes: 20, tasks: 50, statistics: 50, drafts: 10, draftParts: 1 } as const
type TableName = keyof typeof tables
const names = Object.keys(tables) as TableName[]

/** How far a scan has come. */
export interface ScanPlace {
  readonly table: TableName
  /** Primary key of the row that was looked at last; '' to begin. */
  readonly after: string
}

/** What one step of a scan did. */
export interface ScanStep {
  /** Where to go on; null when all was looked at. */
  readonly next: ScanPlace | null
  readonly looked: number
  /** Rows that were not under the current root, and were written anew or changed under our hands. */
  readonly found: number
  /** Rows that open under no root: damaged, or of a visit whose key nobody has. They stay as they are. */
  readonly unopened: number
}

/**
 * Encrypts a row of an operator's drafts anew, where the key is.
 * @returns null where it opens under none
 */
export type Reseal = (
  row: SealedValue & { readonly operatorId: string; readonly additionalData: Uint8Array },
) => Promise<SealedValue | null>

type AnyRow = SealedValue & Record<string, unknown>

/** 密钥轮换: writes anew what is under an earlier root, a few rows at a time. A row that somebody else writes meanwhile is left to them. */
export class RewriteStore {
  readonly #connection: Connection
  readonly #cipher: RowCipher

  constructor(connection: Connection, cipher: RowCipher) {
    this.#connection = connection
    this.#cipher = cipher
  }

  /** The root that rows are written under. */
  get keyId(): string {
    return this.#cipher.keyId
  }

  /** How many rows a scan looks at. */
  async count(): Promise<number> {
    const { relaxed } = this.#connection
    return this.#connection.run('counting rows', async () => {
      const counts = await Promise.all(names.map((name) => relaxed.table(name).count()))
      return counts.reduce((sum, one) => sum + one, 0)
    })
  }

  /**
   * Looks at the next rows. What is written is on the disk when this resolves: the old root goes by what a scan finds.
   * @param place null to begin
   */
  async next(place: ScanPlace | null, reseal: Reseal): Promise<ScanStep> {
    const { table: name, after } = place ?? { table: names[0] as TableName, after: '' }
    const limit = tables[name]
    const { strict } = this.#connection
    const table = strict.table<AnyRow, string>(name)
    const rows = await this.#connection.run('a scan', () =>
      table.where(':id').above(after).limit(limit).toArray(),
    )
    const keyOf = (row: AnyRow): string => row[table.schema.primKey.keyPath as string] as string
    const old = rows.filter((row) => !this.#cipher.isCurrent(row))
    const made: { key: string; before: AnyRow; sealed: SealedValue }[] = []
    let unopened = 0
    for (const before of old) {
      const key = keyOf(before)
      const sealed = await this.#anew(name, key, before, reseal)
      if (sealed === null) unopened += 1
      else made.push({ key, before, sealed })
    }
    if (made.length > 0) await this.#connection.run('writing rows anew', () => this.#write(table, made))
    const last = rows.at(-1)
    const following = names[names.indexOf(name) + 1]
    const more = rows.length === limit && last !== undefined ? { table: name, after: keyOf(last) } : null
    const then = following === undefined ? null : { table: following, after: '' }
    return { next: more ?? then, looked: rows.length, found: made.length, unopened }
  }

  #write(
    table: Table<AnyRow, string>,
    made: readonly { key: string; before: AnyRow; sealed: SealedValue }[],
  ): PromiseLike<void> {
    const { strict } = this.#connection
    return strict.transaction('rw', table, async () => {
      for (const { key, before, sealed } of made) {
        const now = await table.get(key)
        if (now !== undefined && sameRevision(now, before)) await table.put({ ...now, ...sealed })
      }
    })
  }

  async #anew(name: TableName, key: string, row: AnyRow, reseal: Reseal): Promise<SealedValue | null> {
    const operatorId = await this.#operatorOf(name, key, row)
    if (operatorId !== null) {
      const { nonce, cipher, keyId } = row
      const bound = { operatorId, additionalData: additionalData(name, key) }
      return reseal({ ...bound, nonce, cipher, ...(keyId === undefined ? {} : { keyId }) })
    }
    const plain = await this.#cipher.open(name, key, row).catch(orDamaged)
    return plain === null ? null : this.#cipher.seal(name, key, plain)
  }

  /** Whose key a row is under; null for the store's own. */
  async #operatorOf(name: TableName, key: string, row: AnyRow): Promise<string | null> {
    if (name === 'meta') return operatorOfCheck(key)
    if (name === 'drafts') return row['operatorId'] as string
    if (name !== 'draftParts') return null
    const { relaxed } = this.#connection
    const draft = await this.#connection.run('a draft', () => relaxed.drafts.get(row['draftId'] as string))
    // Of a draft that has gone meanwhile: nobody's, and it opens under nothing.
    return draft?.operatorId ?? ''
  }
}
