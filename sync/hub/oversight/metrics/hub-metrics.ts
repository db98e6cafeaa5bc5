import { caseStatuses, limitKinds, cardColours, satisfactions } from '#sync/model'
import type { Database, Queries } from '../../database.ts'
import { provinceCounts } from '../../province/state.ts'
import { byLabel, type Family, gauge } from './exposition.ts'

interface Counted {
  readonly key: string
  readonly number: string
}

async function counted(
  queries: Queries,
  keys: readonly string[],
  sql: string,
): Promise<Record<string, number>> {
  const rows = await queries.rows<Counted>(sql)
  const values = Object.fromEntries(keys.map((key) => [key, 0]))
  for (const { key, number } of rows) values[key] = Number(number)
  return values
}

const gaugeOf = (name: string, help: string): Pick<Family, 'name' | 'help' | 'type'> => ({
  name: `yichuang_hub_${name}`,
  help,
  type: 'gauge',
})

async function backlog(queries: Queries): Promise<Family[]> {
  const [row] = await queries.rows<{ number: string; seconds: string | null }>(
    `SELECT count(*) AS number, extract(epoch FROM now() - min(announced_at)) AS seconds
     FROM intakes WHERE state = 'announced'`,
  )
  return [
    gauge(
      'yichuang_hub_intakes_unsplit',
      'Announced intakes that are not split yet.',
      Number(row?.number ?? 0),
    ),
    gauge(
      'yichuang_hub_oldest_unsplit_seconds',
      'Since when the oldest of them has been announced; 0 without one.',
      Number(row?.seconds ?? 0),
    ),
  ]
}

async function cardsGiven(queries: Queries): Promise<Family> {
  const rows = await queries.rows<{ kind: string; colour: string; number: string }>(
    'SELECT kind, colour, count(*) AS number FROM time_cards GROUP BY 1, 2',
  )
  const samples = limitKinds.flatMap((kind) =>
    cardColours.map((colour) => ({
      labels: { kind, colour },
      value: Number(rows.find((row) => row.kind === kind && row.colour === colour)?.number ?? 0),
    })),
  )
  return {
    ...gaugeOf('cards_given_total', 'Cards by limit and colour, of all time.'),
    type: 'counter',
    samples,
  }
}

async function people(queries: Queries): Promise<Family[]> {
  const terminals = await counted(
    queries,
    ['pending', 'approved', 'revoked'],
    'SELECT status AS key, count(*) AS number FROM terminals GROUP BY 1',
  )
  const contact = await counted(
    queries,
    ['quarter', 'day', 'longer'],
    `SELECT CASE WHEN s.seen_at > now() - interval '15 minutes' THEN 'quarter'
       WHEN s.seen_at > now() - interval '1 day' THEN 'day' ELSE 'longer' END AS key, count(*) AS number
     FROM terminals t LEFT JOIN terminal_contacts s USING (terminal_id) WHERE t.status = 'approved' GROUP BY 1`,
  )
  const histories = await counted(
    queries,
    ['whole', 'begun-late', 'none', 'broken'],
    'SELECT state AS key, count(*) AS number FROM intake_histories GROUP BY 1',
  )
  return [
    byLabel(gaugeOf('terminals', 'Terminals by state.'), 'state', terminals),
    byLabel(
      gaugeOf(
        'terminals_heard',
        'Approved terminals by when they last called: within 15 minutes, a day, or not.',
      ),
      'within',
      contact,
    ),
    byLabel(
      gaugeOf('intake_histories', 'Intakes by what their history was found to be.'),
      'state',
      histories,
    ),
  ]
}

async function cases(queries: Queries): Promise<Family[]> {
  const byState = await counted(
    queries,
    caseStatuses,
    'SELECT status AS key, count(*) AS number FROM cases GROUP BY 1',
  )
  const byCard = await counted(
    queries,
    ['red', 'yellow', 'none'],
    `SELECT coalesce(t.colour, 'none') AS key, count(*) AS number FROM cases c
     LEFT JOIN (SELECT case_id, CASE WHEN bool_or(colour = 'red') THEN 'red' ELSE 'yellow' END AS colour
       FROM time_cards GROUP BY case_id) t USING (case_id)
     WHERE c.status NOT IN ('completed', 'rejected', 'withdrawn') GROUP BY 1`,
  )
  return [
    byLabel(gaugeOf('cases', 'Cases by state.'), 'state', byState),
    byLabel(gaugeOf('open_cases', 'Open cases by their worst card.'), 'card', byCard),
  ]
}

async function findings(queries: Queries): Promise<Family> {
  const [row] = await queries.rows<{ explained: string | null; unexplained: string | null }>(
    'SELECT sum(explained) AS explained, sum(unexplained) AS unexplained FROM intake_findings',
  )
  const values = { yes: Number(row?.explained ?? 0), no: Number(row?.unexplained ?? 0) }
  const about = gaugeOf(
    'findings_total',
    'Pre-check findings in split intakes, by whether the window explained them.',
  )
  return byLabel({ ...about, type: 'counter' }, 'explained', values)
}

async function reviews(queries: Queries): Promise<Family> {
  const given = await counted(
    queries,
    satisfactions,
    'SELECT satisfaction AS key, count(*) AS number FROM reviews GROUP BY 1',
  )
  return byLabel({ ...gaugeOf('reviews_total', 'Reviews by level.'), type: 'counter' }, 'satisfaction', given)
}

/** 上报: none of it where no platform was ever configured. */
async function province(queries: Queries): Promise<Family[]> {
  const row = await provinceCounts(queries)
  if (row === null) return []
  const waitingSeconds = row.oldest === null ? 0 : Math.max(0, (Date.now() - row.oldest.getTime()) / 1000)
  return [
    byLabel(gaugeOf('province_reports', "Reports to the province's platform by state."), 'state', {
      waiting: Number(row.waiting) - Number(row.held),
      held: Number(row.held),
      taken: Number(row.taken),
      refused: Number(row.refused),
    }),
    gauge(
      'yichuang_hub_province_stuck_intakes',
      'Intakes whose next report has failed for an hour.',
      Number(row.stuck),
    ),
    gauge(
      'yichuang_hub_province_oldest_waiting_seconds',
      'Since when the oldest waiting report has waited; 0 without one.',
      waitingSeconds,
    ),
    gauge(
      'yichuang_hub_province_failing',
      'Whether nothing gets through to the platform.',
      row.failing_since === null ? 0 : 1,
    ),
  ]
}

/** The database's connections, where it is a server. */
function pool(database: Database): Family[] {
  const connections = database.connections?.()
  return connections === undefined
    ? []
    : [
        byLabel(
          gaugeOf(
            'database_connections',
            'Connections of this hub to its database, and requests that wait for one.',
          ),
          'state',
          { ...connections },
        ),
      ]
}

/** How the process itself is. */
function ownProcess(): Family[] {
  const { rss, heapUsed } = process.memoryUsage()
  return [
    gauge('process_start_time_seconds', 'When the process began.', Date.now() / 1000 - process.uptime()),
    gauge('process_resident_memory_bytes', 'Memory in use.', rss),
    gauge('nodejs_heap_size_used_bytes', 'Heap in use.', heapUsed),
  ]
}

/** What the database tells of the hall, the same from every hub that shares it, and how this hub is. */
export async function hubFamilies(database: Database): Promise<Family[]> {
  // One after the other: a scrape takes no more than one connection.
  return [
    ...(await people(database)),
    ...(await backlog(database)),
    ...(await cases(database)),
    await cardsGiven(database),
    await findings(database),
    await reviews(database),
    ...(await province(database)),
    ...pool(database),
    ...ownProcess(),
  ]
}
