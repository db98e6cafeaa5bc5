import { type FeedEvent, feedEventSchema, type ReportKind } from '#sync/api'
import type { CaseStatus } from '#sync/model'
import type { Database, Queries } from '../database.ts'
import { derivedId } from '../derived-id.ts'

/** Events of the feed that are looked at in one transaction. */
const eventsAtOnce = 200

/** A step of a case, found in the feed. */
interface Step {
  readonly caseId: string
  readonly intakeId: string
  readonly kind: ReportKind
  readonly at: string
  readonly stepId: string
}

type CaseEvent = Extract<FeedEvent, { type: 'case.progressed' | 'case.supplement-requested' }>

const plainKinds: Partial<Record<CaseStatus, ReportKind>> = {
  rejected: 'not-accepted',
  processing: 'proceeding',
  suspended: 'suspended',
  completed: 'completed',
  withdrawn: 'withdrawn',
}

/**
 * What an event of a case means to a province; null where it has nothing to be told.
 * @param before the states that the case has been in, from its first
 */
export function kindOf(
  { type, case: { status } }: Pick<CaseEvent, 'type'> & { readonly case: { readonly status: CaseStatus } },
  before: readonly CaseStatus[],
): ReportKind | null {
  const previous = before.at(-1)
  if (type === 'case.supplement-requested') return 'supplement-asked'
  if (status === previous) return status === 'completed' ? 'handed-over' : null
  // Where a case stood when a correction was asked for, there it stands again when that has come.
  const isBack = previous === 'supplementing' && before.slice(0, -1).includes(status)
  if (isBack && ['pending', 'accepted', 'processing'].includes(status)) return 'supplement-received'
  if (status === 'pending') return 'received'
  if (status === 'accepted') return 'accepted'
  return plainKinds[status] ?? null
}

async function statesBefore(queries: Queries, caseId: string, position: number): Promise<CaseStatus[]> {
  const [first] = await queries.rows<{ waits: boolean }>(
    'SELECT cardinality(waits_for) > 0 AS waits FROM cases WHERE case_id = $1',
    [caseId],
  )
  const rows = await queries.rows<{ event: string }>(
    'SELECT event FROM feed WHERE case_id = $1 AND position < $2 ORDER BY position',
    [caseId, position],
  )
  const told = rows.flatMap(({ event }) => {
    const parsed = feedEventSchema.parse(JSON.parse(event))
    return 'case' in parsed ? [parsed.case.status] : []
  })
  return [first?.waits === true ? 'waiting' : 'pending', ...told]
}

/** A case that waits for another's result is told of when that has come: to its department, it is not there before. */
async function stepsOf(queries: Queries, event: FeedEvent): Promise<Step[]> {
  const { intakeId, at } = event
  if (event.type === 'intake.accepted')
    return event.cases.flatMap(({ caseId, status }) =>
      status === 'pending' ? [{ caseId, intakeId, kind: 'received', at, stepId: receivedStep(caseId) }] : [],
    )
  if (event.type === 'payment.settled') return []
  const { caseId } = event.case
  const kind = kindOf(event, await statesBefore(queries, caseId, event.position))
  if (kind === null) return []
  const stepId = kind === 'received' ? receivedStep(caseId) : event.eventId
  return [{ caseId, intakeId, kind, at, stepId }]
}

/** That a case has come is the same step for ever, also to a hub that was restored and takes the intake once more. */
export function receivedStep(caseId: string): string {
  return derivedId(`province received ${caseId}`)
}

async function add(
  queries: Queries,
  { caseId, intakeId, kind, at, stepId }: Step,
  { position, reviewId }: { position: number; reviewId?: string },
): Promise<void> {
  if (kind === 'received')
    await queries.rows('INSERT INTO province_lanes (intake_id) VALUES ($1) ON CONFLICT DO NOTHING', [
      intakeId,
    ])
  // What had come before a platform was configured is not known there, and so nothing more is said of it.
  await queries.rows(
    `INSERT INTO province_reports (report_id, intake_id, case_id, kind, position, review_id, happened_at)
     SELECT $1::uuid, $2::uuid, $3::uuid, $4::text, $5::bigint, $6::uuid, $7::timestamptz
     WHERE $4::text = 'received' OR EXISTS (SELECT 1 FROM province_reports WHERE case_id = $3::uuid AND kind = 'received')
     ON CONFLICT DO NOTHING`,
    [derivedId(`province report ${stepId}`), intakeId, caseId, kind, position, reviewId ?? null, at],
  )
}

/** 好差评 of cases whose end is told: they have no place in the feed. */
async function addReviews(queries: Queries): Promise<void> {
  const rows = await queries.rows<{
    review_id: string
    case_id: string
    intake_id: string
    position: string
    at: Date
  }>(
    `SELECT r.review_id, r.case_id, r.intake_id, r.received_at AS at,
       (SELECT max(position) FROM province_reports p WHERE p.case_id = r.case_id) AS position
     FROM reviews r
     WHERE r.case_id IS NOT NULL
       AND EXISTS (SELECT 1 FROM province_reports p WHERE p.case_id = r.case_id
         AND p.kind IN ('completed', 'not-accepted', 'withdrawn'))
       AND NOT EXISTS (SELECT 1 FROM province_reports p WHERE p.review_id = r.review_id)
     ORDER BY r.received_at, r.review_id LIMIT ${String(eventsAtOnce)}`,
  )
  for (const { review_id: reviewId, case_id: caseId, intake_id: intakeId, position, at } of rows)
    await add(
      queries,
      { caseId, intakeId, kind: 'reviewed', at: at.toISOString(), stepId: reviewId },
      { position: Number(position), reviewId },
    )
}

/**
 * Turns what has happened into reports, in the feed's order, each once: the reports and the place in the feed are one
 * transaction. Of several hubs one does it at a time.
 * @returns whether there may be more
 */
export function collectReports(database: Database): Promise<boolean> {
  return database.transaction(async (queries) => {
    const [line] = await queries.rows<{ position: string | number }>(
      'SELECT position FROM province_line FOR UPDATE SKIP LOCKED',
    )
    if (line === undefined) return false
    const rows = await queries.rows<{ position: string | number; event: string }>(
      'SELECT position, event FROM feed WHERE position > $1 ORDER BY position LIMIT $2',
      [line.position, eventsAtOnce],
    )
    for (const row of rows) {
      const position = Number(row.position)
      for (const step of await stepsOf(queries, feedEventSchema.parse(JSON.parse(row.event))))
        await add(queries, step, { position })
    }
    await addReviews(queries)
    const last = rows.at(-1)
    if (last !== undefined) await queries.rows('UPDATE province_line SET position = $1', [last.position])
    return rows.length === eventsAtOnce
  })
}
