import { randomUUID } from 'node:crypto'
import type { HubCase, Progress } from '#sync/api'
import type { CaseResult, HandOver } from '#sync/model'
import type { Queries } from './database.ts'
import { appendEvent } from './feed.ts'

/** 办理结果 of what a department entered; null where it decided nothing, or ended the case without saying how. */
export function decided({ status, opinion, result }: Progress): CaseResult | null {
  const decidedAt = new Date().toISOString()
  if (status === 'rejected')
    return { outcome: 'not-accepted', reason: opinion ?? '', decidedAt, documents: [] }
  if (result === undefined) return null
  const documents = result.documents.map((one) => ({ ...one, documentId: randomUUID(), handOver: null }))
  return { ...result, decidedAt, documents }
}

/**
 * Notes how documents of a case left the hall, and tells the terminal. What has left it stays as it was noted first.
 * @returns the case as it is now
 */
export async function noteHandOver(
  queries: Queries,
  place: { terminalId: string; intakeId: string },
  one: HubCase,
  leaves: { has(documentId: string): boolean },
  handOver: HandOver,
): Promise<HubCase> {
  if (one.result === null) return one
  const documents = one.result.documents.map((document) =>
    document.handOver === null && leaves.has(document.documentId) ? { ...document, handOver } : document,
  )
  if (documents.every((document, at) => document === one.result?.documents[at])) return one
  const changed: HubCase = { ...one, result: { ...one.result, documents } }
  await queries.rows('UPDATE cases SET result = $2 WHERE case_id = $1', [
    one.caseId,
    JSON.stringify(changed.result),
  ])
  const { terminalId, intakeId } = place
  await appendEvent(queries, terminalId, { type: 'case.progressed', intakeId, case: changed })
  return changed
}
