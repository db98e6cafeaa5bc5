import type { WithdrawalAnswer } from '#sync/api'
import type { CaseStatus, Withdrawal } from '#sync/model'
import { casesOf } from './cases.ts'
import type { Database } from './database.ts'
import { appendEvent } from './feed.ts'
import { HubProblem } from './hub-problem.ts'
import type { KnownTerminal } from './terminals.ts'

/** What a department has decided stays decided. */
const final: ReadonlySet<CaseStatus> = new Set(['completed', 'rejected', 'withdrawn'])

/**
 * 撤回: every case that no department has finished becomes withdrawn, and the terminal hears of each by its feed. An
 * intake is withdrawn once; a repeat, also under another id, changes nothing and tells how the cases stand.
 * @throws HubProblem `intake-unknown` for an intake that is not here, or not whole: it is then sent again first
 */
export function withdraw(
  database: Database,
  terminal: KnownTerminal,
  intakeId: string,
  { withdrawalId, reason, operatorId, at }: Withdrawal,
): Promise<WithdrawalAnswer> {
  return database.transaction(async (queries) => {
    const [intake] = await queries.rows<{ terminal_id: string; state: string }>(
      'SELECT terminal_id, state FROM intakes WHERE intake_id = $1 FOR UPDATE',
      [intakeId],
    )
    if (intake?.terminal_id !== terminal.terminalId || intake.state !== 'committed')
      throw new HubProblem('intake-unknown')
    const fresh = await queries.rows(
      `INSERT INTO withdrawals (intake_id, withdrawal_id, reason, operator_id, asked_at, received_at)
       VALUES ($1, $2, $3, $4, $5, now()) ON CONFLICT (intake_id) DO NOTHING RETURNING intake_id`,
      [intakeId, withdrawalId, reason, operatorId, at],
    )
    if (fresh.length > 0) {
      for (const one of await casesOf(queries, intakeId, 'for-update')) {
        if (final.has(one.status)) continue
        await queries.rows("UPDATE cases SET status = 'withdrawn' WHERE case_id = $1", [one.caseId])
        const withdrawn = { ...one, status: 'withdrawn' as const }
        await appendEvent(queries, terminal.terminalId, {
          type: 'case.progressed',
          intakeId,
          case: withdrawn,
        })
      }
    }
    return { withdrawalId, cases: await casesOf(queries, intakeId) }
  })
}
