import { feedEventSchema } from '#sync/api'
import type { CaseStatus, CaseStep } from '#sync/model'
import { chinaDay } from '../china-day.ts'
import type { Queries } from '../database.ts'

/** A case as far as its clock needs it. */
export interface ClockedCase {
  readonly case_id: string
  readonly waits_for: readonly string[]
  readonly committed_at: Date
}

/**
 * 办件的进度日志: each case's steps by day, from what the feed told of it. Its first state is not told by an event of its own:
 * it began as the intake came in.
 */
export async function stepsOf(
  queries: Queries,
  cases: readonly ClockedCase[],
): Promise<ReadonlyMap<string, readonly CaseStep[]>> {
  const logs = new Map<string, CaseStep[]>(
    cases.map(({ case_id, waits_for, committed_at }) => [
      case_id,
      [{ day: chinaDay(committed_at.getTime()), status: waits_for.length === 0 ? 'pending' : 'waiting' }],
    ]),
  )
  const rows = await queries.rows<{ case_id: string; event: string }>(
    'SELECT case_id, event FROM feed WHERE case_id = ANY($1) ORDER BY position',
    [[...logs.keys()]],
  )
  for (const row of rows) {
    const event = feedEventSchema.parse(JSON.parse(row.event))
    if (!('case' in event)) continue
    const log = logs.get(row.case_id)
    const { status }: { status: CaseStatus } = event.case
    // A hand-over of papers is told as progress too, in the state in which the case already is.
    if (log?.at(-1)?.status !== status) log?.push({ day: chinaDay(Date.parse(event.at)), status })
  }
  return logs
}
