import type { ProvinceState, ReviewList, TimeLimitList } from '#sync/api'
import type { CaseStatus } from '#sync/model'
import { provinceState } from '../../province/state.ts'
import { listReviews } from '../../reviews/reviews.ts'
import { type ClockParts, listTimeLimits } from '../time-cards.ts'

/** As many rows of each kind as one looks through on a page. */
const most = 100

/** A terminal as its supervisor sees it. */
export interface TerminalLine {
  readonly terminal_id: string
  readonly name: string
  readonly status: 'pending' | 'approved' | 'revoked'
  readonly seen_at: Date | null
  readonly software: string | null
  readonly unsplit: string
}

/** An announced intake that is not split. */
export interface UnsplitLine {
  readonly receipt_number: string
  readonly terminal_id: string
  readonly announced_at: Date
}

/** Open cases of a department in one state. */
export interface WorkLine {
  readonly department: string
  readonly status: CaseStatus
  readonly number: string
  readonly oldest: Date
}

/** A request of a terminal that failed, and whether what it was about has arrived since. */
export interface FailureLine {
  readonly terminal_id: string
  readonly operation: string
  readonly problem: string
  readonly receipt_number: string
  readonly times: number
  readonly last_at: Date
  readonly settled: boolean
}

/** All that stands on the page. */
export interface Hall {
  readonly now: Date
  readonly terminals: readonly TerminalLine[]
  readonly unsplit: { readonly number: number; readonly lines: readonly UnsplitLine[] }
  readonly work: readonly WorkLine[]
  readonly failures: readonly FailureLine[]
  readonly limits: TimeLimitList
  readonly reviews: ReviewList
  readonly province: ProvinceState
}

/** Reads the hall from the database: numbers, states and names of matters, nothing of a person. */
export async function readHall(parts: ClockParts): Promise<Hall> {
  const { database } = parts
  const [clock] = await database.rows<{ now: Date; unsplit: string }>(
    `SELECT now() AS now, (SELECT count(*) FROM intakes WHERE state = 'announced') AS unsplit`,
  )
  return {
    now: clock?.now ?? new Date(),
    terminals: await database.rows<TerminalLine>(
      `SELECT t.terminal_id, t.name, t.status, s.seen_at, s.software,
         (SELECT count(*) FROM intakes i WHERE i.terminal_id = t.terminal_id AND i.state = 'announced') AS unsplit
       FROM terminals t LEFT JOIN terminal_contacts s USING (terminal_id) ORDER BY t.terminal_id LIMIT 500`,
    ),
    unsplit: {
      number: Number(clock?.unsplit ?? 0),
      lines: await database.rows<UnsplitLine>(
        `SELECT receipt_number, terminal_id, announced_at FROM intakes WHERE state = 'announced'
         ORDER BY announced_at LIMIT ${most}`,
      ),
    },
    work: await database.rows<WorkLine>(
      `SELECT c.department, c.status, count(*) AS number, min(i.committed_at) AS oldest
       FROM cases c JOIN intakes i USING (intake_id)
       WHERE c.status NOT IN ('completed', 'rejected', 'withdrawn') GROUP BY 1, 2 ORDER BY 1, 2`,
    ),
    failures: await database.rows<FailureLine>(
      `SELECT f.terminal_id, f.operation, f.problem, f.receipt_number, f.times, f.last_at,
         EXISTS (SELECT 1 FROM intakes i WHERE i.receipt_number = f.receipt_number AND i.state = 'committed') AS settled
       FROM terminal_failures f WHERE f.last_at > now() - interval '7 days'
       ORDER BY settled, f.last_at DESC LIMIT ${most}`,
    ),
    limits: await listTimeLimits(parts, { state: 'open', limit: most }),
    reviews: await listReviews(parts, 30),
    province: await provinceState(database),
  }
}
