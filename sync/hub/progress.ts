import type { ProgressAnswer, ProgressQuery } from '#sync/api'
import type { Intake } from '#sync/model'
import { casesOf } from './cases.ts'
import type { Database } from './database.ts'
import { HubProblem } from './hub-problem.ts'
import type { HubKeys } from './hub-keys.ts'
import type { KnownTerminal } from './terminals.ts'

/** Four characters can be tried out: so often, and no oftener, within the window. */
const failuresPerNumber = 5
const failuresPerTerminal = 40
const windowMinutes = 15

type Pseudonym = HubKeys['pseudonym']

function proofOf(pseudonym: Pseudonym, receiptNumber: string, lastFour: string): Promise<string> {
  return pseudonym(`progress ${receiptNumber} ${lastFour.toUpperCase()}`)
}

/**
 * What a later query is held against: a keyed digest of the receipt number with the last four characters of the
 * signer's number. Null where the signer gave none; such an intake is asked about at its window.
 */
export async function progressProof(pseudonym: Pseudonym, intake: Intake): Promise<string | null> {
  const number = intake.values[`${intake.signature.signer}.idNumber`]?.value ?? ''
  return number.length < 4 ? null : proofOf(pseudonym, intake.receiptNumber, number.slice(-4))
}

/**
 * 办件进度查询. A number that nobody has and a proof that is not its get the same answer after the same work, and both
 * count: the counts are in the database, so that a restart of the hub forgives nothing.
 * @throws HubProblem `progress-unknown` or `too-many-attempts`
 */
export async function queryProgress(
  { database, keys }: { database: Database; keys: HubKeys },
  terminal: KnownTerminal,
  { receiptNumber, proof }: ProgressQuery,
): Promise<ProgressAnswer> {
  const given = await proofOf(keys.pseudonym, receiptNumber, proof)
  const outcome = await database.transaction(async (queries) => {
    await queries.rows(
      `DELETE FROM progress_failures WHERE at < now() - interval '${String(windowMinutes)} minutes'`,
    )
    const [failures] = await queries.rows<{ number: string; terminal: string }>(
      `SELECT count(*) FILTER (WHERE receipt_number = $1) AS number,
         count(*) FILTER (WHERE terminal_id = $2) AS terminal FROM progress_failures`,
      [receiptNumber, terminal.terminalId],
    )
    if (Number(failures?.number) >= failuresPerNumber || Number(failures?.terminal) >= failuresPerTerminal)
      return 'too-many-attempts' as const
    const [row] = await queries.rows<{
      intake_id: string
      province_number: string
      theme_id: string
      committed_at: Date
      paid: 'open' | 'paid' | null
    }>(
      `SELECT i.intake_id, i.province_number, i.theme_id, i.committed_at, p.state AS paid
       FROM intakes i LEFT JOIN payments p USING (intake_id)
       WHERE i.receipt_number = $1 AND i.progress_proof = $2 AND i.state = 'committed'`,
      [receiptNumber, given],
    )
    if (row === undefined) {
      await queries.rows(
        'INSERT INTO progress_failures (receipt_number, terminal_id, at) VALUES ($1, $2, now())',
        [receiptNumber, terminal.terminalId],
      )
      return 'progress-unknown' as const
    }
    const cases = await casesOf(queries, row.intake_id)
    return {
      receiptNumber,
      provinceNumber: row.province_number,
      themeId: row.theme_id,
      receivedAt: row.committed_at.toISOString(),
      cases: cases.map(({ matterId, department, caseNumber, status, result }) => ({
        matterId,
        department,
        caseNumber,
        status,
        outcome: result?.outcome ?? null,
      })),
      payment: row.paid,
    }
  })
  // Thrown outside: the count must stay.
  if (typeof outcome === 'string') throw new HubProblem(outcome)
  return outcome
}
