import type { CommitAnswer, DepartmentSupplement, HubCase } from '#sync/api'
import type { Intake, Supplement } from '#sync/model'
import { casesOf, noteCaseStatus } from './cases.ts'
import type { Database, Queries } from './database.ts'
import { appendEvent } from './feed.ts'
import { HubProblem } from './hub-problem.ts'

/** What a department has decided stays decided, and needs no paper any more. */
const closed: ReadonlySet<HubCase['status']> = new Set(['completed', 'rejected', 'withdrawn'])

interface OriginalRow {
  readonly terminal_id: string
  readonly state: string
  readonly province_number: string | null
}

async function lockOriginal(
  queries: Queries,
  supplement: Supplement,
  terminalId: string,
): Promise<OriginalRow> {
  const [original] = await queries.rows<OriginalRow>(
    'SELECT terminal_id, state, province_number FROM intakes WHERE intake_id = $1 FOR UPDATE',
    [supplement.intakeId],
  )
  // The intake may still be on its way; another terminal's is not even admitted to exist.
  if (original?.terminal_id !== terminalId || original.state !== 'committed') {
    throw new HubProblem('original-unknown')
  }
  return original
}

/**
 * 补正、容缺补交: takes what was missing of an intake that is here. The case that asked for it goes on where it stood before;
 * nothing is split and no new number is given.
 * @throws HubProblem `original-unknown` while the intake itself is not here; `supplement-not-open` when every department
 * that would get it has decided
 */
export async function receiveSupplement(
  queries: Queries,
  terminalId: string,
  intake: Intake & { supplement: Supplement },
  packetHash: string,
): Promise<CommitAnswer> {
  const { supplement, intakeId } = intake
  const original = await lockOriginal(queries, supplement, terminalId)
  const cases = (await casesOf(queries, supplement.intakeId, 'for-update')).filter(({ matterId }) =>
    supplement.matters.includes(matterId),
  )
  if (cases.length === 0 || cases.every(({ status }) => closed.has(status))) {
    throw new HubProblem('supplement-not-open')
  }
  const [row] = await queries.rows<{ committed_at: Date }>(
    `UPDATE intakes SET state = 'committed', committed_at = now(), theme_id = $2, attachments = $3, supplements = $4
     WHERE intake_id = $1 RETURNING committed_at`,
    [intakeId, intake.themeId, intake.attachments.length, supplement.intakeId],
  )
  const provinceNumber = original.province_number ?? ''
  await appendEvent(queries, terminalId, { type: 'intake.accepted', intakeId, provinceNumber, cases: [] })
  for (const one of cases) {
    if (one.status === 'supplementing') await noteCaseStatus(queries, terminalId, supplement.intakeId, one)
  }
  return {
    packetHash,
    provinceNumber,
    committedAt: (row?.committed_at ?? new Date()).toISOString(),
    cases: [],
  }
}

/** The number under which a supplement runs: that of the intake it belongs to. Null for an intake of its own. */
export async function numberOfOriginal(queries: Queries, intakeId: string): Promise<string | null> {
  const [row] = await queries.rows<{ province_number: string | null }>(
    `SELECT o.province_number FROM intakes s JOIN intakes o ON o.intake_id = s.supplements WHERE s.intake_id = $1`,
    [intakeId],
  )
  return row?.province_number ?? null
}

/** Ids of what was handed in after an intake, newest last. */
export async function supplementIds(database: Database, intakeId: string): Promise<string[]> {
  const rows = await database.rows<{ intake_id: string }>(
    `SELECT intake_id FROM intakes WHERE supplements = $1 AND state = 'committed' ORDER BY committed_at, intake_id`,
    [intakeId],
  )
  return rows.map((row) => row.intake_id)
}

/** A supplement as the department of one matter sees it; null for one that is not for that matter. */
export function supplementView(intake: Intake, matterId: string): DepartmentSupplement | null {
  const { supplement } = intake
  if (supplement === null || !supplement.matters.includes(matterId)) return null
  return {
    intakeId: intake.intakeId,
    receiptNumber: intake.receiptNumber,
    requestId: supplement.requestId,
    submittedAt: intake.submittedAt,
    items: supplement.items,
    materials: intake.materials.map((entry) => ({
      materialId: entry.materialId,
      status: entry.status,
      attachments: entry.status === 'attached' ? entry.attachments : [],
    })),
    representation: intake.representation,
  }
}
