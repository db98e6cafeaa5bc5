import { randomUUID } from 'node:crypto'
import { type FeedEvent, feedEventSchema } from '#sync/api'
import { currentEpoch } from './backup/epoch.ts'
import { nextCount, type Queries } from './database.ts'
import { HubProblem } from './hub-problem.ts'

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** An event before it has its place in the feed. */
export type NewFeedEvent = DistributiveOmit<FeedEvent, 'eventId' | 'position' | 'at'>

/** Adds an event in the transaction that causes it, so that there is neither one without the other. */
export async function appendEvent(queries: Queries, terminalId: string, event: NewFeedEvent): Promise<void> {
  const position = await nextCount(queries, 'feed')
  const whole = feedEventSchema.parse({
    ...event,
    eventId: randomUUID(),
    position,
    at: new Date().toISOString(),
  })
  await queries.rows('INSERT INTO feed (position, terminal_id, event, case_id) VALUES ($1, $2, $3, $4)', [
    position,
    terminalId,
    JSON.stringify(whole),
    'case' in whole ? whole.case.caseId : null,
  ])
}

const cursorPattern = /^f2-([0-9a-f-]{36})-(\d{1,15})$/

/**
 * A page of a terminal's events after the cursor.
 * @throws HubProblem `cursor-gone` for a cursor that is not ours, or is of another epoch, or is ahead of us: a hub that was
 * restored from a back-up knows nothing of what was told at those positions.
 */
export async function readFeed(
  queries: Queries,
  terminalId: string,
  cursor: string | undefined,
  limit: number,
): Promise<{ events: FeedEvent[]; cursor: string | null; more: boolean; epoch: string }> {
  const { epoch } = await currentEpoch(queries)
  const [, of, after] = cursor === undefined ? [cursor, epoch, '0'] : (cursorPattern.exec(cursor) ?? [])
  if (after === undefined || of !== epoch)
    throw new HubProblem('cursor-gone', { detail: 'the cursor is not one of this hub' })
  const [newest] = await queries.rows<{ value: string | number }>(
    "SELECT value FROM counters WHERE name = 'feed'",
  )
  if (Number(after) > Number(newest?.value ?? 0))
    throw new HubProblem('cursor-gone', { detail: 'the cursor is ahead of this hub' })
  const rows = await queries.rows<{ event: string }>(
    'SELECT event FROM feed WHERE terminal_id = $1 AND position > $2 ORDER BY position LIMIT $3',
    [terminalId, after, limit + 1],
  )
  const events = rows.slice(0, limit).map((row) => feedEventSchema.parse(JSON.parse(row.event)))
  const last = events.at(-1)
  return {
    events,
    cursor: last === undefined ? (cursor ?? null) : `f2-${epoch}-${last.position}`,
    more: rows.length > limit,
    epoch,
  }
}
