import type { BlindIndex } from './blind-index.ts'
import type { Connection } from './connection.ts'
import type { IntakeRow, SearchRow } from './database.ts'
import type { IntakeStore, StoredIntake } from './intake-store.ts'
import type { RowCipher } from './row-cipher.ts'
import { searchRowOf } from './search-row.ts'
import { hitsOf, searchedTexts, type SearchHit, type SearchWord, searchWords } from './search-terms.ts'
import { orDamaged } from './store-error.ts'
import { type StoredDetails, storedDetailsSchema } from './stored-details.ts'

/** An intake that was found, with what of it was meant. */
export interface FoundIntake {
  readonly stored: StoredIntake
  readonly hits: readonly SearchHit[]
}

export interface Found {
  /** Newest first. */
  readonly found: readonly FoundIntake[]
  /** There are more than were asked for. */
  readonly more: boolean
}

/** So many rows are decrypted at a time: between two of them a newer question is heard. */
const atOnce = 16

/** 查收件: finds an operator's own submitted intakes by name, number or receipt. */
export class SearchStore {
  readonly #connection: Connection
  readonly #cipher: RowCipher
  readonly #intakes: IntakeStore
  readonly #indexes: readonly BlindIndex[]

  /** @param indexes one for each key under which rows may be; the first makes new ones. */
  constructor(
    connection: Connection,
    parts: {
      readonly cipher: RowCipher
      readonly intakes: IntakeStore
      readonly indexes: readonly BlindIndex[]
    },
  ) {
    this.#connection = connection
    this.#cipher = parts.cipher
    this.#intakes = parts.intakes
    this.#indexes = parts.indexes
  }

  /**
   * This operator's intakes that a query means. The index says which may be meant; what it says too much is left out when they
   * are decrypted.
   * @param isOld asked between two steps: a newer question has come, and this one needs no answer
   * @returns null for a query that is too short, or is old
   */
  async find(
    operatorId: string,
    query: string,
    { limit, isOld = () => false }: { readonly limit: number; readonly isOld?: () => boolean },
  ): Promise<Found | null> {
    const words = searchWords(query)
    if (words === null) return null
    const ids = await this.#candidates(operatorId, words)
    const found: FoundIntake[] = []
    for (let at = 0; at < ids.length && found.length <= limit; at += atOnce) {
      if (isOld()) return null
      for (const stored of await this.#intakes.some(operatorId, ids.slice(at, at + atOnce))) {
        const hits = hitsOf(searchedTexts(stored.intake), words)
        if (hits !== null) found.push({ stored, hits })
      }
    }
    return { found: found.slice(0, limit), more: found.length > limit }
  }

  /** Ids of intakes that may be meant, newest first: an id begins with the time at which it was given. */
  async #candidates(operatorId: string, words: readonly SearchWord[]): Promise<string[]> {
    const sets = await Promise.all(words.map((word) => this.#candidatesOf(operatorId, word)))
    const [first = new Set<string>(), ...others] = sets
    return [...first].filter((id) => others.every((set) => set.has(id))).sort((a, b) => (a < b ? 1 : -1))
  }

  async #candidatesOf(operatorId: string, word: SearchWord): Promise<Set<string>> {
    const { relaxed } = this.#connection
    const places = word.sequences.map((sequence) => [operatorId, sequence])
    const ids = new Set(
      await this.#connection.run('the receipts', () =>
        relaxed.intakes.where('[operatorId+sequence]').anyOf(places).primaryKeys(),
      ),
    )
    if (word.pieces.length === 0) return ids
    for (const index of this.#indexes) {
      const tokens = await Promise.all(word.pieces.map((piece) => index.token(operatorId, piece)))
      for (const id of await this.#having(tokens)) ids.add(id)
    }
    return ids
  }

  /** Ids of rows that have all of these tokens. */
  async #having(tokens: readonly string[]): Promise<string[]> {
    const { relaxed } = this.#connection
    const lists = await this.#connection.run('the index', () =>
      Promise.all(tokens.map((token) => relaxed.search.where('tokens').equals(token).primaryKeys())),
    )
    const [first = [], ...others] = lists.sort((a, b) => a.length - b.length).map((list) => new Set(list))
    return [...first].filter((id) => others.every((set) => set.has(id)))
  }

  /** Whether each intake has its index row, under the current key. */
  async isComplete(): Promise<boolean> {
    const { relaxed } = this.#connection
    return this.#connection.run('the index', async () => {
      const current = relaxed.search.where('keyId').equals(this.#indexes[0]?.keyId ?? '')
      const [intakes, rows] = await Promise.all([relaxed.intakes.count(), current.count()])
      return rows >= intakes
    })
  }

  /**
   * Gives the next intakes that have no index row, or one under an earlier key, theirs. Relaxed: what a power cut takes is done again.
   * @param after id of the last one that was looked at; '' to begin
   * @returns that id, for the next call; null when all were looked at
   */
  async indexNext(after: string, limit: number): Promise<string | null> {
    const [index] = this.#indexes
    if (index === undefined) return null
    const { relaxed } = this.#connection
    const lacking = await this.#connection.run('the index', async () => {
      const ids = await relaxed.intakes.where('intakeId').above(after).limit(limit).primaryKeys()
      const rows = await relaxed.search.bulkGet(ids)
      const without = ids.filter((_, at) => rows[at]?.keyId !== index.keyId)
      return {
        last: ids.length < limit ? null : (ids.at(-1) ?? null),
        rows: await relaxed.intakes.bulkGet(without),
      }
    })
    const made: SearchRow[] = []
    for (const row of lacking.rows) {
      if (row === undefined) continue
      const details = await this.#detailsOf(row)
      const { intakeId } = row
      const { keyId } = index
      made.push(details === null ? { intakeId, keyId, tokens: [] } : await searchRowOf(index, details))
    }
    await this.#connection.run('the index', () =>
      relaxed.transaction('rw', relaxed.intakes, relaxed.search, async () => {
        // Nothing of an intake that has gone meanwhile.
        const there = await relaxed.intakes
          .where('intakeId')
          .anyOf(made.map(({ intakeId }) => intakeId))
          .primaryKeys()
        await relaxed.search.bulkPut(made.filter(({ intakeId }) => there.includes(intakeId)))
      }),
    )
    return lacking.last
  }

  /** Null for a damaged row: it is not found, and not looked at again. */
  #detailsOf(row: IntakeRow): Promise<StoredDetails | null> {
    return this.#cipher.openJson('intakes', row.intakeId, row, storedDetailsSchema).catch(orDamaged)
  }
}
