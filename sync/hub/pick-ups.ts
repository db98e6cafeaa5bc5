import type { PickUpAnswer } from '#sync/api'
import type { PickUp } from '#sync/model'
import { casesOf } from './cases.ts'
import type { Database } from './database.ts'
import { HubProblem } from './hub-problem.ts'
import { noteHandOver } from './results.ts'
import type { KnownTerminal } from './terminals.ts'

/**
 * 取件签收: keeps the evidence as it came, sealed, and notes what has left the hall. It has happened at the window, so it is
 * never refused: a paper that was posted or collected before keeps what was noted first, and a repeat changes nothing.
 * @throws HubProblem `intake-unknown` for an intake that is not here, or not whole: it is then sent again first
 */
export function recordPickUp(
  database: Database,
  terminal: KnownTerminal,
  intakeId: string,
  { pickUpId, documentIds, operatorId, at, evidence }: PickUp,
): Promise<PickUpAnswer> {
  return database.transaction(async (queries) => {
    const [intake] = await queries.rows<{ terminal_id: string; state: string }>(
      'SELECT terminal_id, state FROM intakes WHERE intake_id = $1 FOR UPDATE',
      [intakeId],
    )
    if (intake?.terminal_id !== terminal.terminalId || intake.state !== 'committed')
      throw new HubProblem('intake-unknown')
    const fresh = await queries.rows(
      `INSERT INTO pick_ups (pick_up_id, intake_id, document_ids, operator_id, evidence, picked_up_at, received_at)
       VALUES ($1, $2, $3, $4, $5, $6, now()) ON CONFLICT (pick_up_id) DO NOTHING RETURNING pick_up_id`,
      [pickUpId, intakeId, documentIds, operatorId, evidence, at],
    )
    const cases = await casesOf(queries, intakeId, 'for-update')
    if (fresh.length === 0) return { pickUpId, cases }
    const place = { terminalId: terminal.terminalId, intakeId }
    const leaves = new Set(documentIds)
    const after = []
    for (const one of cases)
      after.push(await noteHandOver(queries, place, one, leaves, { way: 'collected', at }))
    return { pickUpId, cases: after }
  })
}
