// What this bench calls of its peers; they are installed by the bench itself and are nobody's dependency.
declare module 'rxdb' {
  interface Collection {
    insert(document: Record<string, string>): Promise<unknown>
  }
  interface Database {
    addCollections(collections: Record<string, { schema: object }>): Promise<Record<string, Collection>>
  }
  export function createRxDatabase(options: { name: string; storage: unknown }): Promise<Database>
}
declare module 'rxdb/plugins/storage-dexie' {
  export function getRxStorageDexie(): unknown
}
declare module 'rxdb/plugins/replication' {
  import type { Collection } from 'rxdb'
  export function replicateRxCollection(options: {
    collection: Collection
    replicationIdentifier: string
    live: boolean
    push: {
      batchSize: number
      handler: (rows: readonly { newDocumentState: unknown }[]) => Promise<unknown[]>
    }
  }): {
    awaitInitialReplication(): Promise<unknown>
    error$: { subscribe(listener: (error: unknown) => void): void }
  }
}
declare module 'pouchdb-browser' {
  interface Attachment {
    content_type: string
    data: Blob
  }
  interface Replicated {
    ok: boolean
    docs_written: number
  }
  export default class PouchDB {
    constructor(name: string)
    put(document: { _id: string; form: string; _attachments: Record<string, Attachment> }): Promise<unknown>
    readonly replicate: { to(url: string): Promise<Replicated> }
  }
}
