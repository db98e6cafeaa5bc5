import { type Draft, draftSchema } from '#sync/model'
import type { Connection } from './connection.ts'
import { checkKey, forgetKey } from './key-check.ts'
import { RowCipher, type RowKey } from './row-cipher.ts'
import { StoreError } from './store-error.ts'

const partKey = (draftId: string, attachmentId: string): string => `${draftId}/${attachmentId}`

/**
 * One operator's drafts and their files, under that operator's key. Another operator's rows are neither listed nor
 * found, and would not open. Written with relaxed durability: autosave is not a promise. What could not be read again is
 * not written: StoreError `store-refused`, and the draft is as it was.
 */
export class DraftStore {
  readonly operatorId: string
  readonly #connection: Connection
  readonly #cipher: RowCipher

  private constructor(connection: Connection, operatorId: string, cipher: RowCipher) {
    this.#connection = connection
    this.operatorId = operatorId
    this.#cipher = cipher
  }

  /**
   * @param current the operator's key, and `earlier` those of roots of before
   * @throws StoreError `store-wrong-key` when this operator's rows have another key.
   */
  static async open(
    connection: Connection,
    operatorId: string,
    current: RowKey,
    earlier: readonly RowKey[] = [],
  ): Promise<DraftStore> {
    const cipher = await RowCipher.of(current, earlier)
    await checkKey(connection, `draft/${operatorId}`, cipher)
    return new DraftStore(connection, operatorId, cipher)
  }

  async create(draft: Draft): Promise<void> {
    const sealed = await this.#seal(draft)
    const { relaxed } = this.#connection
    await this.#connection.run('a new draft', () => relaxed.drafts.put(sealed))
  }

  /** Stores a changed draft, with a file added or taken away. False when the draft is gone: nothing is written then. */
  async update(
    draft: Draft,
    file: { add?: { id: string; bytes: Uint8Array }; removeId?: string } = {},
  ): Promise<boolean> {
    const sealed = await this.#seal(draft)
    const added =
      file.add === undefined
        ? null
        : {
            key: partKey(draft.id, file.add.id),
            draftId: draft.id,
            ...(await this.#cipher.seal('draftParts', partKey(draft.id, file.add.id), file.add.bytes)),
          }
    const { relaxed } = this.#connection
    return this.#connection.run('a draft', () =>
      relaxed.transaction('rw', relaxed.drafts, relaxed.draftParts, async () => {
        const before = await relaxed.drafts.get(draft.id)
        if (before?.operatorId !== this.operatorId) return false
        await relaxed.drafts.put(sealed)
        if (added !== null) await relaxed.draftParts.put(added)
        if (file.removeId !== undefined) await relaxed.draftParts.delete(partKey(draft.id, file.removeId))
        return true
      }),
    )
  }

  /** Null when there is none of that id, or it is another operator's. */
  async get(draftId: string): Promise<Draft | null> {
    const { relaxed } = this.#connection
    const row = await this.#connection.run('a draft', () => relaxed.drafts.get(draftId))
    if (row?.operatorId !== this.operatorId) return null
    return this.#cipher.openJson('drafts', row.id, row, draftSchema)
  }

  /** Newest first. */
  async list(): Promise<Draft[]> {
    const { relaxed } = this.#connection
    const rows = await this.#connection.run('the drafts', () =>
      relaxed.drafts
        .where('[operatorId+updatedAt]')
        .between([this.operatorId, ''], [this.operatorId, '\uffff'])
        .reverse()
        .toArray(),
    )
    return Promise.all(rows.map((row) => this.#cipher.openJson('drafts', row.id, row, draftSchema)))
  }

  /** Whether no draft has this id, whoever's it were. */
  async isFree(draftId: string): Promise<boolean> {
    const { relaxed } = this.#connection
    return (await this.#connection.run('a draft', () => relaxed.drafts.get(draftId))) === undefined
  }

  /** Keeps a draft that comes from another terminal, with all its files, in one strict transaction: that one lets go of it. */
  async receive(draft: Draft, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const sealed = await this.#seal(draft)
    const parts = await Promise.all(
      [...files].map(async ([id, bytes]) => {
        const key = partKey(draft.id, id)
        return { key, draftId: draft.id, ...(await this.#cipher.seal('draftParts', key, bytes)) }
      }),
    )
    const { strict } = this.#connection
    await this.#connection.run('a draft from elsewhere', () =>
      strict.transaction('rw', strict.drafts, strict.draftParts, async () => {
        await strict.drafts.put(sealed)
        await strict.draftParts.bulkPut(parts)
      }),
    )
  }

  /** A file of the draft, in clear; null when there is none. */
  async readPart(draftId: string, attachmentId: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const key = partKey(draftId, attachmentId)
    const { relaxed } = this.#connection
    const row = await this.#connection.run('a file of a draft', () => relaxed.draftParts.get(key))
    return row === undefined ? null : this.#cipher.open('draftParts', key, row)
  }

  /** Removes the draft and its files. Nothing happens when it is gone or another operator's. */
  async remove(draftId: string): Promise<void> {
    const { relaxed } = this.#connection
    await this.#connection.run('removing a draft', () =>
      relaxed.transaction('rw', relaxed.drafts, relaxed.draftParts, async () => {
        if ((await relaxed.drafts.get(draftId))?.operatorId !== this.operatorId) return
        await relaxed.drafts.delete(draftId)
        await relaxed.draftParts.where('draftId').equals(draftId).delete()
      }),
    )
  }

  /** Removes all drafts of this operator, their files and the trace of the key: strictly, for nobody may find them again. */
  async wipe(): Promise<void> {
    const { strict } = this.#connection
    await this.#connection.run('wiping the drafts', () =>
      strict.transaction('rw', strict.drafts, strict.draftParts, async () => {
        const ids = await strict.drafts.where('operatorId').equals(this.operatorId).primaryKeys()
        await strict.draftParts.where('draftId').anyOf(ids).delete()
        await strict.drafts.bulkDelete(ids)
      }),
    )
    await forgetKey(this.#connection, `draft/${this.operatorId}`)
  }

  async #seal(draft: Draft) {
    const checked = draftSchema.safeParse(draft)
    if (!checked.success) {
      // Only the names of the draft's own parts: what is in them is the citizen's.
      const where = new Set(checked.error.issues.map(({ path: [part] }) => String(part)))
      throw new StoreError('store-refused', `the draft is not of its shape at: ${[...where].join(', ')}`)
    }
    const { id, operatorId, updatedAt } = draft
    return { id, operatorId, updatedAt, ...(await this.#cipher.sealJson('drafts', id, draft)) }
  }
}
