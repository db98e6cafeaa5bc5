import PouchDB from 'pouchdb-browser'
import type { OpenEngine } from './engine.ts'

/** PouchDB on IndexedDB with attachments, replicating to express-pouchdb. */
export const openPouchdb: OpenEngine = () => {
  const database = new PouchDB('pouchdb-peer')
  return Promise.resolve({
    keep: async ({ id, form, scans }) => {
      const files = scans.map((scan, index) => [
        `scan${index}`,
        { content_type: 'image/png', data: new Blob([scan], { type: 'image/png' }) },
      ])
      await database.put({ _id: id, form, _attachments: Object.fromEntries(files) as never })
    },
    drain: async (url) => {
      const outcome = await database.replicate.to(`${url}/intakes`)
      if (!outcome.ok) throw new Error('PouchDB did not replicate')
    },
  })
}
