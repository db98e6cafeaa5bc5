import type { Holding, MissingHolding } from '#sync/api'
import type { Database, Queries } from '../database.ts'
import { countOfProvinceNumber } from '../numbers.ts'
import type { KnownTerminal } from '../terminals.ts'
import { isOfLostStretch } from './epoch.ts'

/** What comparing works with. */
export interface HoldingParts {
  readonly database: Database
  /** Asks the payment platform how the intake's order stands. */
  readonly askPayment: (terminal: KnownTerminal, intakeId: string) => Promise<unknown>
}

interface Known {
  readonly intake_id: string
  readonly packet_hash: string
  readonly withdrawal_id: string | null
  readonly pick_ups: readonly string[]
  readonly paid: boolean
}

async function known(
  queries: Queries,
  terminalId: string,
  holdings: readonly Holding[],
): Promise<Map<string, Known>> {
  const rows = await queries.rows<Known>(
    `SELECT i.intake_id, i.packet_hash, w.withdrawal_id,
       ARRAY(SELECT pick_up_id::text FROM pick_ups p WHERE p.intake_id = i.intake_id) AS pick_ups,
       EXISTS (SELECT 1 FROM payments y WHERE y.intake_id = i.intake_id AND y.state = 'paid') AS paid
     FROM intakes i LEFT JOIN withdrawals w USING (intake_id)
     WHERE i.terminal_id = $1 AND i.state = 'committed' AND i.intake_id = ANY($2::uuid[])`,
    [terminalId, holdings.map(({ intakeId }) => intakeId)],
  )
  return new Map(rows.map((row) => [row.intake_id, row]))
}

/**
 * The number that the lost hub gave to an intake stays its own: a citizen may hold it on paper. It is taken back only where it can
 * be one that was lost, and of this terminal's site.
 */
async function keepNumber(queries: Queries, terminal: KnownTerminal, holding: Holding): Promise<void> {
  const { intakeId, provinceNumber } = holding
  const count = provinceNumber === null ? null : countOfProvinceNumber(provinceNumber, terminal.siteCode)
  if (count === null || !(await isOfLostStretch(queries, count))) return
  await queries.rows(
    `INSERT INTO former_numbers (intake_id, province_number)
     SELECT $1, $2 WHERE NOT EXISTS (SELECT 1 FROM intakes WHERE province_number = $2)
     ON CONFLICT DO NOTHING`,
    [intakeId, provinceNumber],
  )
}

/**
 * 核对: which of what this terminal was once told to be here is not here, because the hub was restored from an older back-up. What was
 * paid in the lost stretch is asked of the payment platform again.
 */
export async function compareHoldings(
  { database, askPayment }: HoldingParts,
  terminal: KnownTerminal,
  holdings: readonly Holding[],
): Promise<{ missing: MissingHolding[] }> {
  const there = await known(database, terminal.terminalId, holdings)
  const missing: MissingHolding[] = []
  for (const holding of holdings) {
    const { intakeId, withdrawalId, pickUpIds } = holding
    const row = there.get(intakeId)
    if (row?.packet_hash !== holding.packetHash) {
      await keepNumber(database, terminal, holding)
      missing.push({ intakeId, intake: true, withdrawal: withdrawalId !== null, pickUpIds })
      continue
    }
    // What the platform cannot say now it says when the payment is next asked for.
    if (holding.paid && !row.paid) await askPayment(terminal, intakeId).catch(() => undefined)
    const lost = pickUpIds.filter((id) => !row.pick_ups.includes(id))
    const withdrawal = withdrawalId !== null && row.withdrawal_id === null
    if (withdrawal || lost.length > 0) missing.push({ intakeId, intake: false, withdrawal, pickUpIds: lost })
  }
  return { missing }
}
