import type { OpenEngine, PeerIntake } from './engine.ts'

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'))
  })
}

/** A database with a table of forms and one of scans. */
export function openTables(name: string): Promise<IDBDatabase> {
  const opening = indexedDB.open(name, 1)
  opening.onupgradeneeded = () => {
    for (const table of ['forms', 'scans']) opening.result.createObjectStore(table)
  }
  return settled(opening)
}

/** One transaction with a form and its scans; resolves when it is complete. */
export function putIntake(
  database: IDBDatabase,
  { id, form, scans }: PeerIntake,
  durability: IDBTransactionDurability,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(['forms', 'scans'], 'readwrite', { durability })
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'))
    transaction.objectStore('forms').put(form, id)
    scans.forEach((scan, index) => transaction.objectStore('scans').put(scan.buffer, `${id}/${index}`))
  })
}

/** Ids of what is kept. */
export async function keptIds(database: IDBDatabase): Promise<string[]> {
  return (await settled(database.transaction('forms').objectStore('forms').getAllKeys())) as string[]
}

const scansOf = (id: string): IDBKeyRange => IDBKeyRange.bound(`${id}/`, `${id}/\uffff`)

/** What was kept under this id. */
export async function takeIntake(database: IDBDatabase, id: string): Promise<PeerIntake> {
  const transaction = database.transaction(['forms', 'scans'])
  const form = settled<string>(transaction.objectStore('forms').get(id))
  const buffers = settled<ArrayBuffer[]>(transaction.objectStore('scans').getAll(scansOf(id)))
  return { id, form: await form, scans: (await buffers).map((buffer) => new Uint8Array(buffer)) }
}

/** Removes it. */
export async function dropIntake(database: IDBDatabase, id: string): Promise<void> {
  const transaction = database.transaction(['forms', 'scans'], 'readwrite')
  transaction.objectStore('forms').delete(id)
  await settled(transaction.objectStore('scans').delete(scansOf(id)))
}

/** The floor of one copy: the same bytes in one strict transaction, in clear. */
export const openStrictPut: OpenEngine = async () => {
  const database = await openTables('strict-put')
  return { keep: (intake) => putIntake(database, intake, 'strict') }
}

/** The floor of two copies: a fsynced file of the main process, then the strict transaction. */
export const openTwoCopies: OpenEngine = async () => {
  const database = await openTables('two-copies')
  return {
    keep: async (intake) => {
      await window.peerShell.writeFile(intake.id, [new TextEncoder().encode(intake.form), ...intake.scans])
      await putIntake(database, intake, 'strict')
    },
  }
}
