import type { Payment } from '#sync/api'
import { type Catalogue, feesOf, totalFen } from '#sync/model'
import { z } from 'zod'
import type { Database, Queries } from '../database.ts'
import { appendEvent } from '../feed.ts'
import { HubProblem } from '../hub-problem.ts'
import type { KnownTerminal } from '../terminals.ts'
import type { OrderState, PaymentProvider } from './provider.ts'

/** What taking money works with. */
export interface PaymentParts {
  readonly database: Database
  readonly catalogue: Catalogue
  readonly provider: PaymentProvider
}

interface PaymentRow {
  readonly intake_id: string
  readonly order_number: string
  readonly amount_fen: number
  readonly items: string
  readonly state: 'open' | 'paid'
  readonly transaction_id: string | null
  readonly paid_at: Date | null
}

const itemsSchema = z.array(
  z.strictObject({ matterId: z.string(), name: z.string(), amountFen: z.int().positive() }),
)

async function find(queries: Queries, intakeId: string): Promise<PaymentRow | null> {
  const [row] = await queries.rows<PaymentRow>('SELECT * FROM payments WHERE intake_id = $1', [intakeId])
  return row ?? null
}

/** The amount is the hub's own: of its catalogue, for the cases that it made and nobody took back. */
async function openRow(
  { database, catalogue }: PaymentParts,
  terminal: KnownTerminal,
  intakeId: string,
): Promise<PaymentRow> {
  return database.transaction(async (queries) => {
    const [intake] = await queries.rows<{ terminal_id: string; state: string; theme_id: string | null }>(
      'SELECT terminal_id, state, theme_id FROM intakes WHERE intake_id = $1 FOR UPDATE',
      [intakeId],
    )
    if (intake !== undefined && intake.terminal_id !== terminal.terminalId) throw new HubProblem('not-found')
    if (intake?.state !== 'committed') throw new HubProblem('payment-not-ready')
    const there = await find(queries, intakeId)
    if (there !== null) return there
    const cases = await queries.rows<{ matter_id: string }>(
      "SELECT matter_id FROM cases WHERE intake_id = $1 AND status <> 'withdrawn'",
      [intakeId],
    )
    const theme = catalogue.themes.find(({ id }) => id === intake.theme_id)
    const fees =
      theme === undefined
        ? []
        : feesOf(
            theme,
            cases.map((one) => one.matter_id),
          )
    if (fees.length === 0) throw new HubProblem('not-found', { detail: 'there is nothing to pay' })
    const items = fees.map(({ matterId, name, amountFen }) => ({ matterId, name, amountFen }))
    await queries.rows(
      `INSERT INTO payments (intake_id, order_number, amount_fen, items, state, opened_at)
       VALUES ($1, $2, $3, $4, 'open', now())`,
      [intakeId, `P${intakeId.replaceAll('-', '')}`, totalFen(fees), JSON.stringify(items)],
    )
    return (await find(queries, intakeId)) as PaymentRow
  })
}

/** Writes down once that the order is paid, and tells the terminal. */
async function settle(
  { database }: PaymentParts,
  row: PaymentRow,
  paid: NonNullable<OrderState['paid']>,
): Promise<PaymentRow> {
  return database.transaction(async (queries) => {
    const [settled] = await queries.rows<PaymentRow>(
      `UPDATE payments SET state = 'paid', transaction_id = $2, paid_at = $3
       WHERE intake_id = $1 AND state = 'open' RETURNING *`,
      [row.intake_id, paid.transactionId, paid.at],
    )
    if (settled === undefined) return (await find(queries, row.intake_id)) as PaymentRow
    const [intake] = await queries.rows<{ terminal_id: string }>(
      'SELECT terminal_id FROM intakes WHERE intake_id = $1',
      [row.intake_id],
    )
    await appendEvent(queries, (intake as { terminal_id: string }).terminal_id, {
      type: 'payment.settled',
      intakeId: row.intake_id,
      orderNumber: row.order_number,
      amountFen: row.amount_fen,
      transactionId: paid.transactionId,
      paidAt: paid.at,
    })
    return settled
  })
}

function view(row: PaymentRow, payCode: string): Payment {
  return {
    intakeId: row.intake_id,
    orderNumber: row.order_number,
    amountFen: row.amount_fen,
    items: itemsSchema.parse(JSON.parse(row.items)),
    state: row.state,
    payCode: row.state === 'paid' ? '' : payCode,
    transactionId: row.transaction_id,
    paidAt: row.paid_at?.toISOString() ?? null,
  }
}

/**
 * 开单: the one order of an intake, whose number is the intake's own, so that no repeat and no second terminal can make
 * another. The platform is asked how it stands: a payment whose answer was lost is found here.
 * @throws HubProblem `payment-not-ready` before the intake is committed, `not-found` where nothing is to be paid
 */
export async function openPayment(
  parts: PaymentParts,
  terminal: KnownTerminal,
  intakeId: string,
): Promise<Payment> {
  const row = await openRow(parts, terminal, intakeId)
  if (row.state === 'paid') return view(row, '')
  const order = await parts.provider.open({ orderNumber: row.order_number, amountFen: row.amount_fen })
  return order.paid === null ? view(row, order.payCode) : view(await settle(parts, row, order.paid), '')
}

/**
 * 收款 by the payer's code. The platform is asked first: what is paid is not charged.
 * @throws HubProblem `payment-refused`, or as {@link openPayment}
 */
export async function chargePayment(
  parts: PaymentParts,
  terminal: KnownTerminal,
  intakeId: string,
  payerCode: string,
): Promise<Payment> {
  const now = await openPayment(parts, terminal, intakeId)
  if (now.state === 'paid') return now
  const order = await parts.provider.charge(now.orderNumber, payerCode)
  if (order === null) throw new HubProblem('payment-refused')
  return openPayment(parts, terminal, intakeId)
}

/**
 * 支付结果回调: the platform says that something happened to an order. It is believed only as far as the platform, asked
 * back, says so itself.
 * @returns false for an order that is not ours
 */
export async function settleOrder(parts: PaymentParts, orderNumber: string): Promise<boolean> {
  const [row] = await parts.database.rows<PaymentRow>('SELECT * FROM payments WHERE order_number = $1', [
    orderNumber,
  ])
  if (row === undefined) return false
  const { paid } = await parts.provider.state(orderNumber)
  if (row.state === 'open' && paid !== null) await settle(parts, row, paid)
  return true
}
