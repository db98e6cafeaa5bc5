import type { TimeCard, TimeLimitCheck, TimeLimitList, WatchedCase } from '#sync/api'
import {
  type CaseStatus,
  type CaseStep,
  type Catalogue,
  type Matter,
  type TimeLimit,
  timeLimitsOf,
} from '#sync/model'
import { chinaDay } from '../china-day.ts'
import type { Database, Queries } from '../database.ts'
import { type ClockedCase, stepsOf } from './case-log.ts'

/** What the clocks are read with. */
export interface ClockParts {
  readonly database: Database
  readonly catalogue: Catalogue
}

/** Cases a transaction; a hall's whole list never lies in memory at once. */
const batch = 200

const over: ReadonlySet<CaseStatus> = new Set(['completed', 'rejected', 'withdrawn'])

interface CaseRow extends ClockedCase {
  readonly theme_id: string
  readonly matter_id: string
  readonly status: CaseStatus
}

function matterOf(catalogue: Catalogue, themeId: string, matterId: string): Matter | undefined {
  const theme = catalogue.themes.find(({ id }) => id === themeId)
  return theme?.matters.find(({ id }) => id === matterId)
}

/** The database's clock: several hubs on one database count up to the same day. */
async function clockOf(queries: Queries): Promise<Date> {
  const [row] = await queries.rows<{ now: Date }>('SELECT now() AS now')
  return row?.now ?? new Date()
}

function limitsNow(
  catalogue: Catalogue,
  row: CaseRow,
  steps: readonly CaseStep[],
  today: string,
): TimeLimit[] {
  const promised = matterOf(catalogue, row.theme_id, row.matter_id)?.workingDays ?? null
  return timeLimitsOf(steps, promised, today)
}

/** Writes down the cards that nobody has given yet. @returns the colours of those that are new */
async function give(
  queries: Queries,
  cards: readonly (Omit<TimeCard, 'givenAt'> & { readonly caseId: string })[],
): Promise<TimeCard['colour'][]> {
  if (cards.length === 0) return []
  const rows = await queries.rows<{ colour: TimeCard['colour'] }>(
    `INSERT INTO time_cards (case_id, kind, colour, given_at, given_by, day, started_on, working_days, used_days)
     SELECT "caseId", kind, colour, now(), "givenBy", day, "startedOn", "workingDays", "usedDays"
     FROM json_to_recordset($1::json) AS one ("caseId" uuid, kind text, colour text, "givenBy" text, day text,
       "startedOn" text, "workingDays" integer, "usedDays" integer)
     ORDER BY "caseId", kind ON CONFLICT DO NOTHING RETURNING colour`,
    [JSON.stringify(cards)],
  )
  return rows.map(({ colour }) => colour)
}

async function checkBatch(
  { database, catalogue }: ClockParts,
  after: string,
  { by, today }: { by: TimeCard['givenBy']; today: string },
): Promise<{ rows: readonly CaseRow[]; given: TimeCard['colour'][] }> {
  return database.transaction(async (queries) => {
    const rows = await queries.rows<CaseRow>(
      `SELECT c.case_id, c.matter_id, c.status, c.waits_for, i.theme_id, i.committed_at
       FROM cases c JOIN intakes i USING (intake_id)
       WHERE NOT c.clock_settled AND c.status <> 'waiting' AND c.case_id > $1::uuid ORDER BY c.case_id LIMIT $2`,
      [after, batch],
    )
    const logs = await stepsOf(queries, rows)
    const cards = rows.flatMap((row) =>
      limitsNow(catalogue, row, logs.get(row.case_id) ?? [], today).flatMap((limit) => {
        const { kind, card: colour, startedOn, workingDays, usedDays } = limit
        if (colour === null) return []
        return [
          { caseId: row.case_id, kind, colour, givenBy: by, day: today, startedOn, workingDays, usedDays },
        ]
      }),
    )
    const given = await give(queries, cards)
    // What is over has its last card now and is not looked at again.
    await queries.rows(
      'UPDATE cases SET clock_settled = true WHERE case_id = ANY($1) AND NOT clock_settled',
      [rows.filter(({ status }) => over.has(status)).map(({ case_id }) => case_id)],
    )
    return { rows, given }
  })
}

/**
 * Reads every open clock and gives the cards that are due. A card is given once: it is the table's key, whichever hub of
 * several comes first, and it stays when the case is over. A case that ended since the last look is looked at once more.
 * @param now the instant to count up to; the database's clock where absent
 */
export async function checkTimeLimits(
  parts: ClockParts,
  by: TimeCard['givenBy'],
  now?: Date,
): Promise<TimeLimitCheck> {
  const today = chinaDay((now ?? (await clockOf(parts.database))).getTime())
  const answer = { checked: 0, given: { yellow: 0, red: 0 } }
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows, given } = await checkBatch(parts, after, { by, today })
    answer.checked += rows.length
    for (const colour of given) answer.given[colour] += 1
    const last = rows.at(-1)
    if (last === undefined || rows.length < batch) return answer
    after = last.case_id
  }
}

interface WatchedRow extends CaseRow {
  readonly case_number: string
  readonly department: string
  readonly receipt_number: string
  readonly terminal_id: string
  /** JSON. */
  readonly cards: string
}

const isOver = `c.status IN ('completed', 'rejected', 'withdrawn')`

/** Cases that were given a card, red ones first, then who was given one longest ago. */
export async function listTimeLimits(
  { database, catalogue }: ClockParts,
  { state, limit }: { state: 'open' | 'ended'; limit: number },
  now?: Date,
): Promise<TimeLimitList> {
  const which = state === 'open' ? `NOT ${isOver}` : isOver
  const carded = `FROM (SELECT case_id, bool_or(colour = 'red') AS red, min(given_at) AS since,
      json_agg(json_build_object('kind', kind, 'colour', colour, 'givenAt', given_at, 'givenBy', given_by, 'day', day,
        'startedOn', started_on, 'workingDays', working_days, 'usedDays', used_days) ORDER BY given_at, kind)::text AS cards
      FROM time_cards GROUP BY case_id) t
    JOIN cases c USING (case_id) JOIN intakes i USING (intake_id) WHERE ${which}`
  const [totals] = await database.rows<{ red: string; yellow: string }>(
    `SELECT count(*) FILTER (WHERE t.red) AS red, count(*) FILTER (WHERE NOT t.red) AS yellow ${carded}`,
  )
  const rows = await database.rows<WatchedRow>(
    `SELECT c.*, i.theme_id, i.committed_at, i.receipt_number, i.terminal_id, t.cards ${carded}
     ORDER BY t.red DESC, t.since, c.case_number LIMIT $1`,
    [limit],
  )
  const today = chinaDay((now ?? (await clockOf(database))).getTime())
  const logs = await stepsOf(database, rows)
  return {
    totals: { red: Number(totals?.red ?? 0), yellow: Number(totals?.yellow ?? 0) },
    cases: rows.map((row) => watched(catalogue, row, logs.get(row.case_id) ?? [], today)),
  }
}

function watched(
  catalogue: Catalogue,
  row: WatchedRow,
  steps: readonly CaseStep[],
  today: string,
): WatchedCase {
  const cards = JSON.parse(row.cards) as TimeCard[]
  return {
    caseId: row.case_id,
    caseNumber: row.case_number,
    receiptNumber: row.receipt_number,
    terminalId: row.terminal_id,
    themeId: row.theme_id,
    matterId: row.matter_id,
    matter: matterOf(catalogue, row.theme_id, row.matter_id)?.name ?? row.matter_id,
    department: row.department,
    departmentName:
      catalogue.departments.find(({ id }) => id === row.department)?.shortName ?? row.department,
    status: row.status,
    limits: limitsNow(catalogue, row, steps, today),
    cards: cards.map((card) => ({ ...card, givenAt: new Date(card.givenAt).toISOString() })),
  }
}
