import { createRxDatabase } from 'rxdb'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'
import type { OpenEngine } from './engine.ts'
import { base64Of } from './raw-send.ts'

/** Documents a request; more of them would make bodies that no server takes. */
const batchSize = 5
const text = { type: 'string' } as const

/** RxDB with its Dexie storage, which keeps no attachments: scans are base64 in the document. */
export const openRxdb: OpenEngine = async ({ scans }) => {
  const database = await createRxDatabase({ name: 'rxdb-peer', storage: getRxStorageDexie() })
  const names = Array.from({ length: scans }, (_, index) => `scan${index}`)
  const schema = {
    version: 0,
    primaryKey: 'id',
    type: 'object',
    properties: {
      id: { ...text, maxLength: 64 },
      form: text,
      ...Object.fromEntries(names.map((name) => [name, text])),
    },
    required: ['id', 'form'],
  }
  const { intakes } = await database.addCollections({ intakes: { schema } })
  if (intakes === undefined) throw new Error('RxDB made no collection')
  return {
    keep: async (intake) => {
      const pages = intake.scans.map((scan, index): [string, string] => [`scan${index}`, base64Of(scan)])
      await intakes.insert({ id: intake.id, form: intake.form, ...Object.fromEntries(pages) })
    },
    drain: async (url) => {
      const replication = replicateRxCollection({
        collection: intakes,
        replicationIdentifier: url,
        live: false,
        push: {
          batchSize,
          handler: async (rows) => {
            const body = JSON.stringify(rows)
            const answer = await fetch(`${url}/documents`, { method: 'POST', body })
            if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
            return (await answer.json()) as unknown[]
          },
        },
      })
      await new Promise<void>((resolve, reject) => {
        replication.error$.subscribe(reject)
        replication.awaitInitialReplication().then(() => resolve(), reject)
      })
    },
  }
}
