import type { OperationId, ProblemName } from '#sync/api'
import type { Queries } from '../database.ts'

/**
 * What a hall has to look into when a terminal is answered with it. What is part of the day (a part to be sent again, a number that
 * nobody has, a fee not ready) is none of it.
 */
const failures: ReadonlySet<ProblemName> = new Set([
  'packet-invalid',
  'hash-conflict',
  'digest-mismatch',
  'too-large',
  'malformed-request',
  'internal',
] as const)

const prefix = 'urn:yichuang:problem:'

/** Writes down that a terminal's request failed: a row for each intake, operation and problem, however often it is tried. */
export async function noteFailure(
  queries: Queries,
  terminalId: string,
  { operation, problem, intakeId }: { operation: OperationId; problem: string; intakeId: string | undefined },
): Promise<void> {
  const name = problem.replace(prefix, '')
  if (!(failures as ReadonlySet<string>).has(name)) return
  await queries.rows(
    `INSERT INTO terminal_failures (terminal_id, operation, problem, receipt_number, times, first_at, last_at)
     VALUES ($1, $2, $3, coalesce((SELECT receipt_number FROM intakes WHERE intake_id::text = $4), ''), 1, now(), now())
     ON CONFLICT (terminal_id, operation, problem, receipt_number)
     DO UPDATE SET times = terminal_failures.times + 1, last_at = now()`,
    [terminalId, operation, name, intakeId ?? ''],
  )
}

/** Forgets failures that are long over. */
export async function forgetOldFailures(queries: Queries): Promise<void> {
  await queries.rows(`DELETE FROM terminal_failures WHERE last_at < now() - interval '30 days'`)
}
