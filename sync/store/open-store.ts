import { BlindIndex } from './blind-index.ts'
import { Connection, type StoreWatch } from './connection.ts'
import type { IndexedDbSource } from './database.ts'
import { DeliveryStore } from './delivery-store.ts'
import { DraftStore } from './draft-store.ts'
import { IntakeStore } from './intake-store.ts'
import { checkKey } from './key-check.ts'
import { RetentionStore } from './retention-store.ts'
import { RowCipher } from './row-cipher.ts'
import { SearchStore } from './search-store.ts'

/** The open local store. */
export interface LocalStore {
  readonly intakes: IntakeStore
  readonly delivery: DeliveryStore
  readonly retention: RetentionStore
  /** Null where nobody searches. */
  readonly search: SearchStore | null
  /** One operator's drafts. @throws StoreError `store-wrong-key`. */
  drafts(operatorId: string, draftKey: Uint8Array): Promise<DraftStore>
  close(): void
}

/**
 * Opens the store. A database that does not open is tried again and never deleted.
 * @param input.storeKey 32 bytes; encrypts intakes and tasks.
 * @param input.searchKey 32 bytes; makes the tokens by which intakes are searched. Absent: nothing is indexed.
 * @throws StoreError `store-unavailable`, `store-stuck`, or `store-wrong-key` when the database was written under another key.
 */
export async function openStore(input: {
  name: string
  storeKey: Uint8Array
  searchKey?: Uint8Array
  keyId?: string
  source?: IndexedDbSource
  watch?: StoreWatch
}): Promise<LocalStore> {
  const connection = new Connection(input.name, input.source, input.watch)
  try {
    await connection.open()
    const cipher = await RowCipher.of(input.storeKey)
    await checkKey(connection, 'store', cipher)
    const { searchKey, keyId = '' } = input
    const index = searchKey === undefined ? null : await BlindIndex.of(keyId, searchKey)
    const intakes = new IntakeStore(connection, cipher, index)
    return {
      intakes,
      delivery: new DeliveryStore(connection, cipher),
      retention: new RetentionStore(connection, cipher),
      search: index === null ? null : new SearchStore(connection, { cipher, intakes, indexes: [index] }),
      drafts: (operatorId, draftKey) => DraftStore.open(connection, operatorId, draftKey),
      close: () => connection.close(),
    }
  } catch (error) {
    connection.close()
    throw error
  }
}
