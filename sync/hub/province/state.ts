import type { ProvinceProblem, ProvinceState, ReportKind } from '#sync/api'
import type { Database, Queries } from '../database.ts'

interface LineRow {
  readonly failing_since: Date | null
  readonly last_problem: ProvinceProblem | null
  readonly next_attempt_at: Date
  readonly last_taken_at: Date | null
}

interface CountRow {
  readonly waiting: string
  readonly held: string
  readonly taken: string
  readonly refused: string
  readonly oldest: Date | null
  readonly stuck: string
}

interface RefusedRow {
  readonly report_id: string
  readonly kind: ReportKind
  readonly receipt_number: string
  readonly case_number: string
  readonly problem: ProvinceProblem
  readonly reason: string | null
  readonly settled_at: Date
  readonly holds_up: string
}

/** How many reports there are, by state, and how the line stands. Null where no platform was ever configured. */
export async function provinceCounts(queries: Queries): Promise<(CountRow & LineRow) | null> {
  const [row] = await queries.rows<CountRow & LineRow>(
    `SELECT l.*, c.* FROM province_line l, (
       SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting,
         count(*) FILTER (WHERE state = 'waiting' AND EXISTS (
           SELECT 1 FROM province_reports d WHERE d.case_id = r.case_id AND d.state = 'refused')) AS held,
         count(*) FILTER (WHERE state = 'taken') AS taken,
         count(*) FILTER (WHERE state = 'refused') AS refused,
         min(happened_at) FILTER (WHERE state = 'waiting') AS oldest,
         (SELECT count(*) FROM province_lanes WHERE failing_since < now() - interval '1 hour') AS stuck
       FROM province_reports r) c`,
  )
  return row ?? null
}

/** How the connection to the province's platform stands, for staff, the supervisor's page and the metrics. */
export async function provinceState(queries: Queries): Promise<ProvinceState> {
  const row = await provinceCounts(queries)
  const refused = await queries.rows<RefusedRow>(
    `SELECT r.*, c.case_number, i.receipt_number,
       (SELECT count(*) FROM province_reports w WHERE w.case_id = r.case_id AND w.state = 'waiting') AS holds_up
     FROM province_reports r JOIN cases c USING (case_id) JOIN intakes i ON i.intake_id = r.intake_id
     WHERE r.state = 'refused' ORDER BY r.settled_at DESC, r.serial DESC LIMIT 100`,
  )
  const failingSince = row?.failing_since ?? null
  return {
    state: row === null ? 'none' : failingSince === null ? 'ok' : 'failing',
    failingSince: failingSince?.toISOString() ?? null,
    lastProblem: row?.last_problem ?? null,
    nextAttemptAt: failingSince === null ? null : (row?.next_attempt_at.toISOString() ?? null),
    lastTakenAt: row?.last_taken_at?.toISOString() ?? null,
    waiting: Number(row?.waiting ?? 0),
    held: Number(row?.held ?? 0),
    taken: Number(row?.taken ?? 0),
    refused: Number(row?.refused ?? 0),
    stuck: Number(row?.stuck ?? 0),
    oldestWaiting: row?.oldest?.toISOString() ?? null,
    refusedReports: refused.map((one) => ({
      reportId: one.report_id,
      kind: one.kind,
      receiptNumber: one.receipt_number,
      caseNumber: one.case_number,
      problem: one.problem,
      reason: one.reason,
      refusedAt: one.settled_at.toISOString(),
      holdsUp: Number(one.holds_up),
    })),
  }
}

/** Lets refused reports be sent again, each in its old place before what waits behind it. @returns how many there were */
export function retryReports(database: Database, reportIds: readonly string[]): Promise<number> {
  return database.transaction(async (queries) => {
    const rows = await queries.rows<{ intake_id: string }>(
      `UPDATE province_reports SET state = 'waiting', settled_at = NULL WHERE report_id = ANY($1) AND state = 'refused'
       RETURNING intake_id`,
      [reportIds],
    )
    await queries.rows('UPDATE province_lanes SET next_attempt_at = now() WHERE intake_id = ANY($1)', [
      rows.map((row) => row.intake_id),
    ])
    return rows.length
  })
}
