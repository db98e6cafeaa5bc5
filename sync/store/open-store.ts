import { BlindIndex } from './blind-index.ts'
import { Connection, type StoreWatch } from './connection.ts'
import type { IndexedDbSource } from './database.ts'
import { DeliveryStore } from './delivery-store.ts'
import { DraftStore } from './draft-store.ts'
import { IntakeStore } from './intake-store.ts'
import { checkKey } from './key-check.ts'
import { RetentionStore } from './retention-store.ts'
import { RewriteStore } from './rewrite-store.ts'
import { RowCipher, type RowKey } from './row-cipher.ts'
import { SearchStore } from './search-store.ts'

/** The open local store. */
export interface LocalStore {
  readonly intakes: IntakeStore
  readonly delivery: DeliveryStore
  readonly retention: RetentionStore
  readonly rewrite: RewriteStore
  /** Null where nobody searches. */
  readonly search: SearchStore | null
  /**
   * One operator's drafts.
   * @param draftKey 32 bytes
   * @param ring which root that key is of, and the operator's keys of earlier ones
   * @throws StoreError `store-wrong-key`.
   */
  drafts(
    operatorId: string,
    draftKey: Uint8Array,
    ring?: { readonly keyId: string; readonly earlier: readonly RowKey[] },
  ): Promise<DraftStore>
  close(): void
}

/** The store's keys of one root. */
export interface StoreKeyPair {
  /** The root's id; absent or empty: of none. */
  readonly keyId?: string
  /** 32 bytes; encrypts intakes and tasks. */
  readonly storeKey: Uint8Array
  /** 32 bytes; makes the tokens by which intakes are searched. Absent: nothing is indexed. */
  readonly searchKey?: Uint8Array
}

/**
 * Opens the store. A database that does not open is tried again and never deleted.
 * @param input.earlier keys of roots of before: rows are read under them, and written under the current one
 * @throws StoreError `store-unavailable`, `store-stuck`, or `store-wrong-key` when the database was written under another key.
 */
export async function openStore(
  input: StoreKeyPair & {
    name: string
    earlier?: readonly StoreKeyPair[]
    source?: IndexedDbSource
    watch?: StoreWatch
  },
): Promise<LocalStore> {
  const connection = new Connection(input.name, input.source, input.watch)
  try {
    await connection.open()
    const earlier = input.earlier ?? []
    const cipher = await RowCipher.of(rowKeyOf(input), earlier.map(rowKeyOf))
    await checkKey(connection, 'store', cipher)
    const [index = null, ...olderIndexes] = await indexesOf([input, ...earlier])
    const intakes = new IntakeStore(connection, cipher, index)
    return {
      intakes,
      delivery: new DeliveryStore(connection, cipher),
      retention: new RetentionStore(connection, cipher),
      rewrite: new RewriteStore(connection, cipher),
      search:
        index === null
          ? null
          : new SearchStore(connection, { cipher, intakes, indexes: [index, ...olderIndexes] }),
      drafts: (operatorId, key, ring) =>
        DraftStore.open(connection, operatorId, { keyId: ring?.keyId ?? '', key }, ring?.earlier),
      close: () => connection.close(),
    }
  } catch (error) {
    connection.close()
    throw error
  }
}

const rowKeyOf = ({ keyId = '', storeKey }: StoreKeyPair): RowKey => ({ keyId, key: storeKey })

function indexesOf(keys: readonly StoreKeyPair[]): Promise<BlindIndex[]> {
  return Promise.all(
    keys.flatMap(({ keyId = '', searchKey }) =>
      searchKey === undefined ? [] : [BlindIndex.of(keyId, searchKey)],
    ),
  )
}
