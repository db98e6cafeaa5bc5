import type { HistoryFault, HistoryState, IntakeHistory } from '#sync/api'
import { checkHistory } from '#sync/audit'
import type { Intake } from '#sync/model'
import type { PacketHeader } from '#sync/packet'
import type { Queries } from '../database.ts'

interface HistoryRow {
  readonly intake_id: string
  readonly receipt_number: string
  readonly terminal_id: string
  readonly state: HistoryState
  readonly steps: number
  readonly head: string
  readonly faults: string
  readonly checked_at: Date
}

/** Whether this terminal has kept histories before this one was written: then it does not stop by itself. */
async function keptBefore(queries: Queries, terminalId: string, submittedAt: string): Promise<boolean> {
  const rows = await queries.rows(
    `SELECT 1 FROM intake_histories WHERE terminal_id = $1 AND state <> 'none' AND submitted_at < $2 LIMIT 1`,
    [terminalId, submittedAt],
  )
  return rows.length > 0
}

/**
 * 收件过程核对: notes how an intake's history was found, in the transaction of its commit. Whatever is found, the intake is taken:
 * the citizen has a receipt and did nothing wrong. It becomes a finding for the supervisor and for every department.
 */
export async function noteHistory(
  queries: Queries,
  header: Pick<PacketHeader, 'audit' | 'terminalId'>,
  intake: Intake,
): Promise<void> {
  const { intakeId, submittedAt } = intake
  const { terminalId } = header
  const found = await checkHistory(intake, header.audit ?? null)
  const lapsed = found.state === 'none' && (await keptBefore(queries, terminalId, submittedAt))
  const faults: readonly HistoryFault[] = lapsed ? [{ kind: 'lapsed', at: found.steps }] : found.faults
  await queries.rows(
    `INSERT INTO intake_histories (intake_id, terminal_id, state, steps, head, faults, submitted_at, checked_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, now()) ON CONFLICT (intake_id) DO NOTHING`,
    [
      intakeId,
      terminalId,
      lapsed ? 'broken' : found.state,
      found.steps,
      found.head,
      JSON.stringify(faults),
      submittedAt,
    ],
  )
}

const faultWords = {
  origin: '开头被改动，或属于另一份收件',
  gap: '缺少步骤',
  edited: '步骤被改动、删除或调换',
  head: '与终端签名时不一致',
  end: '不是以本窗口的提交结束',
  lapsed: '没有过程记录，而这台终端此前都有',
} as const satisfies Record<HistoryFault['kind'], string>

/** What a department is told beside the findings of the pre-check, of the intake and what was handed in after it. */
export async function historyFindings(
  queries: Queries,
  intakeId: string,
): Promise<{ rule: string; target: string; text: string; reason: null }[]> {
  const rows = await queries.rows<Pick<HistoryRow, 'faults'>>(
    `SELECT h.faults FROM intake_histories h JOIN intakes i ON i.intake_id = h.intake_id
     WHERE h.state = 'broken' AND (i.intake_id = $1 OR i.supplements = $1) ORDER BY h.checked_at`,
    [intakeId],
  )
  const faults = rows.flatMap((row) => JSON.parse(row.faults) as HistoryFault[])
  return faults.map(({ kind, at }) => ({
    rule: 'intake-history',
    target: `${kind} ${at}`,
    text: `收件过程记录第${at}步处${faultWords[kind]}，请向收件窗口核实`,
    reason: null,
  }))
}

/** 收件过程核对的结果, newest first; `state` leaves out the others. Numbers and places, nothing of a person. */
export async function histories(
  queries: Queries,
  { state, intakeId }: { readonly state?: HistoryState; readonly intakeId?: string },
): Promise<IntakeHistory[]> {
  const rows = await queries.rows<HistoryRow>(
    `SELECT h.*, i.receipt_number FROM intake_histories h JOIN intakes i ON i.intake_id = h.intake_id
     WHERE ($1::text IS NULL OR h.state = $1) AND ($2::uuid IS NULL OR h.intake_id = $2)
     ORDER BY h.checked_at DESC, h.intake_id LIMIT 500`,
    [state ?? null, intakeId ?? null],
  )
  return rows.map((row) => ({
    intakeId: row.intake_id,
    receiptNumber: row.receipt_number,
    terminalId: row.terminal_id,
    state: row.state,
    steps: row.steps,
    head: row.head,
    faults: JSON.parse(row.faults) as HistoryFault[],
    checkedAt: row.checked_at.toISOString(),
  }))
}
