import type { CaseStatus } from '#sync/model'
import type { Connection } from './connection.ts'
import type { IntakeRow, StatisticsRow } from './database.ts'
import { type RowCipher, sameRevision } from './row-cipher.ts'
import { orDamaged } from './store-error.ts'
import { type IntakeStatistics, intakeStatisticsSchema, statisticsOf } from './statistics.ts'
import { storedDetailsSchema } from './stored-details.ts'

/** An intake whose time on this terminal is over. */
export interface ExpiredIntake {
  readonly intakeId: string
  /** As it was read: what has changed meanwhile is not removed. */
  readonly row: IntakeRow
  readonly statistics: IntakeStatistics
}

/** Nothing comes after these: the citizen has their answer. */
const ended: ReadonlySet<CaseStatus> = new Set(['rejected', 'completed', 'withdrawn'])

/**
 * 数据留存期限: removes what is no longer needed here. Only of intakes that the hub has, and of which nothing is still to be sent or
 * done; what a department still handles stays longer, for its supplements begin with what was taken in.
 */
export class RetentionStore {
  readonly #connection: Connection
  readonly #cipher: RowCipher

  constructor(connection: Connection, cipher: RowCipher) {
    this.#connection = connection
    this.#cipher = cipher
  }

  /**
   * The next intakes that may go, oldest first.
   * @param before what was submitted later stays; ISO 8601
   * @param longest what was submitted before that goes even if a department has not ended its case
   * @param after of those that were looked at already: the newest's `submittedAt`; '' to begin
   * @returns `next` for `after`, null when all have been looked at
   */
  async due(
    { before, longest }: { readonly before: string; readonly longest: string },
    after: string,
    limit: number,
  ): Promise<{ readonly expired: ExpiredIntake[]; readonly next: string | null }> {
    const { relaxed } = this.#connection
    const rows = await this.#connection.run('old intakes', () =>
      relaxed.intakes
        .where('[delivery+submittedAt]')
        .between(['delivered', after], ['delivered', before], after === '', false)
        .limit(limit)
        .toArray(),
    )
    const expired: ExpiredIntake[] = []
    for (const row of rows) {
      if (await this.#isAwaited(row.intakeId)) continue
      const details = await this.#cipher
        .openJson('intakes', row.intakeId, row, storedDetailsSchema)
        .catch(orDamaged)
      // Left for somebody to look at.
      if (details === null) continue
      const isOver = details.cases.every(({ status }) => ended.has(status))
      if (isOver || row.submittedAt < longest)
        expired.push({ intakeId: row.intakeId, row, statistics: statisticsOf(details) })
    }
    return { expired, next: rows.length < limit ? null : (rows.at(-1)?.submittedAt ?? null) }
  }

  /** Whether something is still to be sent or done about it. */
  async #isAwaited(intakeId: string): Promise<boolean> {
    const { relaxed } = this.#connection
    return this.#connection.run('an old intake', async () => {
      const [entries, tasks] = await Promise.all([
        relaxed.outbox.where('intakeId').equals(intakeId).count(),
        relaxed.tasks.where('intakeId').equals(intakeId).toArray(),
      ])
      return entries > 0 || tasks.some(({ state }) => state !== 'done')
    })
  }

  /**
   * Removes them with their parts, tasks and search tokens, and keeps their statistics, in one strict transaction. One that has changed since it was
   * read stays.
   * @returns how many went
   */
  async expire(intakes: readonly ExpiredIntake[]): Promise<number> {
    const rows = await Promise.all(
      intakes.map(async ({ intakeId, statistics }): Promise<StatisticsRow> => ({
        intakeId,
        day: statistics.day,
        ...(await this.#cipher.sealJson('statistics', intakeId, statistics)),
      })),
    )
    const { strict } = this.#connection
    const tables = [
      strict.intakes,
      strict.parts,
      strict.tasks,
      strict.outbox,
      strict.statistics,
      strict.search,
    ]
    return this.#connection.run('removing old intakes', () =>
      strict.transaction('rw', tables, async () => {
        let gone = 0
        for (const [index, { intakeId, row }] of intakes.entries()) {
          const now = await strict.intakes.get(intakeId)
          if (now === undefined || !sameRevision(now, row)) continue
          if ((await strict.outbox.where('intakeId').equals(intakeId).count()) > 0) continue
          await strict.statistics.put(rows[index] as StatisticsRow)
          await strict.parts.where('intakeId').equals(intakeId).delete()
          await strict.tasks.where('intakeId').equals(intakeId).delete()
          await strict.search.delete(intakeId)
          await strict.intakes.delete(intakeId)
          gone += 1
        }
        return gone
      }),
    )
  }

  /** Statistics of intakes that have gone, of these days, both included (`YYYY-MM-DD`). */
  async statistics(from: string, to: string): Promise<IntakeStatistics[]> {
    const { relaxed } = this.#connection
    const rows = await this.#connection.run('the statistics', () =>
      relaxed.statistics.where('day').between(from, to, true, true).toArray(),
    )
    return Promise.all(
      rows.map((row) => this.#cipher.openJson('statistics', row.intakeId, row, intakeStatisticsSchema)),
    )
  }
}
