import type { BadReview, FollowUp, ReviewList, ReviewReceipt } from '#sync/api'
import {
  type FollowUpState,
  isFollowedUp,
  type Review,
  reviewReasons,
  type Satisfaction,
  satisfactions,
} from '#sync/model'
import type { Database, Queries } from '../database.ts'
import { HubProblem } from '../hub-problem.ts'

/**
 * 登记评价: one review a visit or case; a later one, also under another id, changes nothing and is answered with the one that
 * stands.
 * @throws HubProblem `intake-unknown` for an intake that is not here, or not whole; `not-found` for a case that is not its
 */
export function recordReview(
  database: Database,
  terminalId: string,
  intakeId: string,
  { reviewId, caseId, satisfaction, reasons, channel, at }: Review,
): Promise<ReviewReceipt> {
  return database.transaction(async (queries) => {
    const [intake] = await queries.rows<{ terminal_id: string; state: string }>(
      'SELECT terminal_id, state FROM intakes WHERE intake_id = $1',
      [intakeId],
    )
    // Another terminal's intake is not even admitted to exist.
    if (intake?.terminal_id !== terminalId || intake.state !== 'committed')
      throw new HubProblem('intake-unknown')
    if (caseId !== null) {
      const own = await queries.rows('SELECT 1 FROM cases WHERE case_id = $1 AND intake_id = $2', [
        caseId,
        intakeId,
      ])
      if (own.length === 0) throw new HubProblem('not-found', { detail: 'the intake has no such case' })
    }
    const subject = caseId ?? intakeId
    await queries.rows(
      `INSERT INTO reviews (review_id, subject_id, intake_id, case_id, satisfaction, reasons, channel, reviewed_at,
         received_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now()) ON CONFLICT DO NOTHING`,
      [reviewId, subject, intakeId, caseId, satisfaction, JSON.stringify(reasons), channel, at],
    )
    const [stands] = await queries.rows<{ review_id: string; satisfaction: Satisfaction }>(
      'SELECT review_id, satisfaction FROM reviews WHERE subject_id = $1',
      [subject],
    )
    if (stands === undefined)
      throw new HubProblem('malformed-request', { detail: 'reviewId is of another review' })
    return { reviewId: stands.review_id, caseId, satisfaction: stands.satisfaction }
  })
}

interface BadRow {
  readonly review_id: string
  readonly receipt_number: string
  readonly terminal_id: string
  readonly theme_id: string
  readonly case_number: string | null
  readonly department: string | null
  readonly satisfaction: Satisfaction
  readonly reasons: string
  readonly channel: BadReview['channel']
  readonly reviewed_at: Date
}

interface FollowUpRow {
  readonly review_id: string
  readonly state: FollowUpState
  readonly note: string
  readonly by_whom: string
  readonly at: Date
}

const isBad = `r.satisfaction IN ('dissatisfied', 'very-dissatisfied')`
const isOpen = `NOT EXISTS (SELECT 1 FROM review_follow_ups f WHERE f.review_id = r.review_id
  AND f.state IN ('rectified', 'unfounded'))`
const badFrom = `SELECT r.*, i.receipt_number, i.terminal_id, i.theme_id, c.case_number, c.department
  FROM reviews r JOIN intakes i USING (intake_id) LEFT JOIN cases c ON c.case_id = r.case_id`

/** As many as a supervisor can look through. */
const mostListed = 200

async function asTasks(queries: Queries, rows: readonly BadRow[]): Promise<BadReview[]> {
  const entries = await queries.rows<FollowUpRow>(
    'SELECT review_id, state, note, by_whom, at FROM review_follow_ups WHERE review_id = ANY($1) ORDER BY serial',
    [rows.map(({ review_id }) => review_id)],
  )
  return rows.map((row) => {
    const own = entries.filter(({ review_id }) => review_id === row.review_id)
    return {
      reviewId: row.review_id,
      receiptNumber: row.receipt_number,
      terminalId: row.terminal_id,
      themeId: row.theme_id,
      caseNumber: row.case_number,
      department: row.department,
      satisfaction: row.satisfaction,
      reasons: (JSON.parse(row.reasons) as string[]).map((code) => ({
        code,
        text: reviewReasons[code] ?? code,
      })),
      channel: row.channel,
      reviewedAt: row.reviewed_at.toISOString(),
      state: own.at(-1)?.state ?? 'open',
      followUps: own.map(({ state, note, by_whom, at }) => ({
        state,
        note,
        by: by_whom,
        at: at.toISOString(),
      })),
    }
  })
}

function noCounts(): Record<Satisfaction, number> {
  return Object.fromEntries(satisfactions.map((level) => [level, 0])) as Record<Satisfaction, number>
}

/** 好差评 of the last days, and the bad reviews: those that wait for somebody first, the oldest of them before the others. */
export async function listReviews({ database }: { database: Database }, days: number): Promise<ReviewList> {
  const period = `now() - make_interval(days => $1)`
  const counted = await database.rows<{ terminal_id: string; satisfaction: Satisfaction; number: string }>(
    `SELECT i.terminal_id, r.satisfaction, count(*) AS number FROM reviews r JOIN intakes i USING (intake_id)
     WHERE r.received_at >= ${period} GROUP BY 1, 2 ORDER BY 1`,
    [days],
  )
  const [visits] = await database.rows<{ since: Date; all: string; reviewed: string }>(
    `SELECT ${period} AS since, count(*) AS all,
       count(*) FILTER (WHERE EXISTS (SELECT 1 FROM reviews r WHERE r.intake_id = i.intake_id)) AS reviewed
     FROM intakes i WHERE i.state = 'committed' AND i.supplements IS NULL AND i.committed_at >= ${period}`,
    [days],
  )
  const [open] = await database.rows<{ number: string }>(
    `SELECT count(*) AS number FROM reviews r WHERE ${isBad} AND ${isOpen}`,
  )
  const bad = await database.rows<BadRow>(
    `${badFrom} WHERE ${isBad} AND (${isOpen} OR r.received_at >= ${period})
     ORDER BY ${isOpen} DESC, r.received_at LIMIT ${mostListed}`,
    [days],
  )
  const counts = noCounts()
  const byTerminal = new Map<string, Record<Satisfaction, number>>()
  for (const { terminal_id, satisfaction, number } of counted) {
    const own = byTerminal.get(terminal_id) ?? noCounts()
    byTerminal.set(terminal_id, own)
    own[satisfaction] = Number(number)
    counts[satisfaction] += Number(number)
  }
  return {
    since: (visits?.since ?? new Date()).toISOString(),
    counts,
    byTerminal: [...byTerminal].map(([terminalId, own]) => ({ terminalId, counts: own })),
    visits: { all: Number(visits?.all ?? 0), reviewed: Number(visits?.reviewed ?? 0) },
    openBad: Number(open?.number ?? 0),
    bad: await asTasks(database, bad),
  }
}

/** One bad review as a task. @throws HubProblem `not-found` also for one that is not bad */
export async function badReviewOf(
  { database }: { database: Database },
  reviewId: string,
): Promise<BadReview> {
  const rows = await database.rows<BadRow>(`${badFrom} WHERE r.review_id::text = $1 AND ${isBad}`, [reviewId])
  const [task] = await asTasks(database, rows)
  if (task === undefined) throw new HubProblem('not-found', { detail: 'there is no such review' })
  return task
}

/**
 * 登记核实和整改: adds a line to a bad review's task. A repeat changes nothing; what has been ended stays so.
 * @throws HubProblem `not-found`, or `review-not-open` for a review that is not bad or has been dealt with
 */
export function followUpReview(
  { database }: { database: Database },
  reviewId: string,
  { followUpId, state, note }: FollowUp,
  by: 'staff' | 'supervisor' = 'staff',
): Promise<BadReview> {
  return database.transaction(async (queries) => {
    const [row] = await queries.rows<BadRow & { bad: boolean }>(
      `${badFrom.replace('SELECT', `SELECT ${isBad} AS bad,`)} WHERE r.review_id::text = $1 FOR UPDATE OF r`,
      [reviewId],
    )
    if (row === undefined) throw new HubProblem('not-found', { detail: 'there is no such review' })
    const [before] = await asTasks(queries, [row])
    const known = await queries.rows('SELECT 1 FROM review_follow_ups WHERE follow_up_id = $1', [followUpId])
    if (known.length > 0 && before !== undefined) return before
    if (!row.bad || before === undefined || isFollowedUp(before.state))
      throw new HubProblem('review-not-open')
    await queries.rows(
      `INSERT INTO review_follow_ups (follow_up_id, review_id, state, note, by_whom, at)
       VALUES ($1, $2, $3, $4, $5, now())`,
      [followUpId, reviewId, state, note, by],
    )
    const [after] = await asTasks(queries, [row])
    return after ?? before
  })
}
