import { randomUUID } from 'node:crypto'
import type { ProvinceProblem } from '#sync/api'
import { startWatch, type Watch } from '../oversight/watch.ts'
import { delayMs, type WebhookBackoff as Backoff } from '../webhooks/dispatcher.ts'
import { collectReports } from './collect.ts'
import { makeReport, UnknownMatter, type ReportRow, type ReportSource } from './make-report.ts'
import type { ProvinceOutcome, ProvincePlatform } from './port.ts'

/** What a hub may take beside a call before another one takes its place. */
const leaseGraceMs = 30_000
/** However long a platform asks to be left alone. */
const longestPauseMs = 60 * 60_000

const defaultBackoff: Backoff = { baseMs: 2_000, leastMs: 500, capMs: 10 * 60_000 }

/** What telling a province works with. */
export interface ProvinceParts {
  readonly source: ReportSource
  readonly platform: ProvincePlatform
  readonly backoff?: Backoff
  /** Intakes that are told of side by side, by this hub. */
  readonly lanesAtOnce?: number
}

/** A report that may go: nothing of its case has been refused. */
const mayGo = `r.state = 'waiting' AND NOT EXISTS (
  SELECT 1 FROM province_reports d WHERE d.case_id = r.case_id AND d.state = 'refused')`

interface Lane {
  readonly intake_id: string
  readonly attempts: number
}

/**
 * 向省级平台上报: what has happened to the cases, after it was committed, in its order within an intake and side by side across intakes.
 * Several hubs share the work by leases; one that dies leaves leases that end, and what it had sent is sent once more under
 * the same number.
 */
export class ProvinceLine {
  readonly #parts: Required<ProvinceParts>
  #stopped = false

  constructor(parts: ProvinceParts) {
    this.#parts = { backoff: defaultBackoff, lanesAtOnce: 4, ...parts }
  }

  /** Makes the line known, from now on: what came before is not told. */
  async open(): Promise<void> {
    await this.#parts.source.database.rows(
      `INSERT INTO province_line (position)
       SELECT coalesce((SELECT value FROM counters WHERE name = 'feed'), 0) ON CONFLICT DO NOTHING`,
    )
  }

  /** Tells what is due again and again, until it is stopped. */
  async start(everyMs: number): Promise<Watch> {
    await this.open()
    const watch = startWatch(() => this.tell(), everyMs)
    return {
      stop: async () => {
        this.#stopped = true
        await watch.stop()
      },
    }
  }

  /** Tells what is due. @returns how many reports the platform has taken */
  async tell(): Promise<number> {
    while (await collectReports(this.#parts.source.database));
    const workers = Array.from({ length: this.#parts.lanesAtOnce }, () => this.#work())
    const rounds = await Promise.allSettled(workers)
    // A fault of this hub's own ends one worker's round; its lane is tried again once the lease has ended.
    for (const round of rounds) if (round.status === 'rejected') throw round.reason
    return rounds.reduce((sum, round) => sum + (round.status === 'fulfilled' ? round.value : 0), 0)
  }

  async #work(): Promise<number> {
    let taken = 0
    for (;;) {
      const lease = randomUUID()
      const lane = this.#stopped ? null : await this.#lease(lease)
      if (lane === null) return taken
      const told = await this.#tellLane(lane, lease)
      taken += told.taken
      // After a failure the next round goes on, so that a round has an end whatever the platform does.
      if (told.paused) return taken
    }
  }

  get #leaseSeconds(): number {
    return (this.#parts.platform.deadlineMs + leaseGraceMs) / 1000
  }

  /** While nothing gets through, one lane at a time tries. */
  #lease(lease: string): Promise<Lane | null> {
    return this.#parts.source.database.transaction(async (queries) => {
      const [line] = await queries.rows<{ attempts: number }>(
        'SELECT attempts FROM province_line WHERE next_attempt_at <= now() FOR UPDATE',
      )
      if (line === undefined) return null
      const [lane] = await queries.rows<Lane>(
        `UPDATE province_lanes SET lease = $1, lease_until = now() + make_interval(secs => $2)
         WHERE intake_id = (
           SELECT l.intake_id FROM province_lanes l
           WHERE l.next_attempt_at <= now() AND (l.lease IS NULL OR l.lease_until < now())
             AND l.intake_id IN (SELECT r.intake_id FROM province_reports r WHERE ${mayGo})
             AND ($3 = 0 OR NOT EXISTS (SELECT 1 FROM province_lanes o WHERE o.lease_until >= now()))
           ORDER BY l.next_attempt_at, l.intake_id LIMIT 1 FOR UPDATE SKIP LOCKED)
         RETURNING intake_id, attempts`,
        [lease, this.#leaseSeconds, line.attempts],
      )
      return lane ?? null
    })
  }

  async #tellLane(lane: Lane, lease: string): Promise<{ taken: number; paused: boolean }> {
    const { source } = this.#parts
    let taken = 0
    for (;;) {
      const row = this.#stopped ? undefined : await this.#next(lane.intake_id, lease)
      if (row === undefined) break
      const outcome = await this.#deliver(row)
      // What was attempted in vain before belongs to the report that was taken since.
      const go = await this.#settle(lane, lease, row, outcome, taken === 0 ? lane.attempts : 0)
      if (outcome.kind === 'taken') taken += 1
      if (!go) return { taken, paused: true }
    }
    await source.database.rows(
      `UPDATE province_lanes SET lease = NULL, lease_until = NULL WHERE intake_id = $1 AND lease = $2`,
      [lane.intake_id, lease],
    )
    return { taken, paused: false }
  }

  async #deliver(row: ReportRow): Promise<ProvinceOutcome> {
    const { source, platform } = this.#parts
    try {
      return await platform.deliver(await makeReport(source, row))
    } catch (error) {
      if (!(error instanceof UnknownMatter)) throw error
      return { kind: 'refused', problem: 'incomplete', reason: 'catalogue' }
    }
  }

  /** The next report of a lane, with its lease begun anew; none when another hub has the lane meanwhile. */
  async #next(intakeId: string, lease: string): Promise<ReportRow | undefined> {
    const { database } = this.#parts.source
    const kept = await database.rows(
      `UPDATE province_lanes SET lease_until = now() + make_interval(secs => $3)
       WHERE intake_id = $1 AND lease = $2 RETURNING intake_id`,
      [intakeId, lease, this.#leaseSeconds],
    )
    if (kept.length === 0) return undefined
    const [row] = await database.rows<ReportRow>(
      `SELECT r.* FROM province_reports r WHERE r.intake_id = $1 AND ${mayGo} ORDER BY r.serial LIMIT 1`,
      [intakeId],
    )
    return row
  }

  /** Writes down what became of a report. @returns whether the lane goes on */
  async #settle(
    lane: Lane,
    lease: string,
    row: ReportRow,
    outcome: ProvinceOutcome,
    attempts: number,
  ): Promise<boolean> {
    switch (outcome.kind) {
      case 'taken':
        return this.#taken(lane, row, outcome.number)
      case 'refused':
        return this.#refused(row, outcome.problem, outcome.reason)
      case 'park':
        return this.#pauseLine(lane, lease, outcome.problem)
      case 'retry':
        return outcome.scope === 'platform'
          ? this.#pauseLine(lane, lease, outcome.problem, outcome.afterMs)
          : this.#pauseLane(lane, lease, outcome.problem, attempts, outcome.afterMs)
    }
  }

  #taken(lane: Lane, row: ReportRow, number: string | null): Promise<boolean> {
    return this.#parts.source.database.transaction(async (queries) => {
      await queries.rows(
        // What was under way as a pause began ends no pause.
        `UPDATE province_line SET last_taken_at = now(),
           attempts = CASE WHEN next_attempt_at > now() THEN attempts ELSE 0 END,
           failing_since = CASE WHEN next_attempt_at > now() THEN failing_since END,
           last_problem = CASE WHEN next_attempt_at > now() THEN last_problem END`,
      )
      await queries.rows(
        `UPDATE province_lanes SET attempts = 0, failing_since = NULL, last_problem = NULL WHERE intake_id = $1`,
        [lane.intake_id],
      )
      if (number !== null) {
        await queries.rows(
          'INSERT INTO province_numbers (case_id, number, given_at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING',
          [row.case_id, number],
        )
        const [known] = await queries.rows<{ number: string }>(
          'SELECT number FROM province_numbers WHERE case_id = $1',
          [row.case_id],
        )
        if (known?.number !== number) {
          await queries.rows(
            `UPDATE province_reports SET state = 'refused', problem = 'number-changed', settled_at = now()
             WHERE serial = $1`,
            [row.serial],
          )
          return true
        }
      }
      await queries.rows(
        `UPDATE province_reports SET state = 'taken', problem = NULL, reason = NULL, settled_at = now()
         WHERE serial = $1`,
        [row.serial],
      )
      return true
    })
  }

  async #refused(row: ReportRow, problem: ProvinceProblem, reason: string | null): Promise<boolean> {
    await this.#parts.source.database.rows(
      `UPDATE province_reports SET state = 'refused', problem = $2, reason = $3, settled_at = now()
       WHERE serial = $1 AND state = 'waiting'`,
      [row.serial, problem, reason],
    )
    return true
  }

  async #pauseLane(
    lane: Lane,
    lease: string,
    problem: ProvinceProblem,
    attempts: number,
    afterMs = 0,
  ): Promise<boolean> {
    const pause = Math.max(delayMs(this.#parts.backoff, attempts + 1), Math.min(afterMs, longestPauseMs))
    await this.#parts.source.database.rows(
      `UPDATE province_lanes SET lease = NULL, lease_until = NULL, attempts = $3, last_problem = $4,
         failing_since = coalesce(failing_since, now()), next_attempt_at = now() + make_interval(secs => $5)
       WHERE intake_id = $1 AND lease = $2`,
      [lane.intake_id, lease, attempts + 1, problem, pause / 1000],
    )
    return false
  }

  #pauseLine(lane: Lane, lease: string, problem: ProvinceProblem, afterMs = 0): Promise<boolean> {
    return this.#parts.source.database.transaction(async (queries) => {
      const [line] = await queries.rows<{ attempts: number }>('SELECT attempts FROM province_line FOR UPDATE')
      const attempts = (line?.attempts ?? 0) + 1
      const pause = Math.max(delayMs(this.#parts.backoff, attempts), Math.min(afterMs, longestPauseMs))
      await queries.rows(
        `UPDATE province_line SET attempts = $1, last_problem = $2, failing_since = coalesce(failing_since, now()),
           next_attempt_at = greatest(next_attempt_at, now() + make_interval(secs => $3))`,
        [attempts, problem, pause / 1000],
      )
      // Behind all others: should it be this report that the platform cannot bear, the next one to try is another.
      await queries.rows(
        `UPDATE province_lanes SET lease = NULL, lease_until = NULL, next_attempt_at = now()
         WHERE intake_id = $1 AND lease = $2`,
        [lane.intake_id, lease],
      )
      return false
    })
  }
}
