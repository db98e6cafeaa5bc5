import { randomUUID } from 'node:crypto'
import type { Database } from '../database.ts'

/** How an order stands with whoever takes the money. */
export interface OrderState {
  /** What the payer's telephone scans. */
  readonly payCode: string
  readonly paid: { readonly transactionId: string; readonly at: string } | null
}

/**
 * 统一支付平台: the seam where a province's payment platform takes its place. Everything goes by the order number, which
 * the platform must take once: opening again gives the same order, and an order that is paid is never charged again.
 */
export interface PaymentProvider {
  open(order: { orderNumber: string; amountFen: number }): Promise<OrderState>
  state(orderNumber: string): Promise<OrderState>
  /** Charges by the payer's code. Null when the payer's bank or purse refuses. */
  charge(orderNumber: string, payerCode: string): Promise<OrderState | null>
  /** Pays as somebody would who scans the order's code; false for an order that is not there. Demonstrations only. */
  payAsCitizen?(orderNumber: string): Promise<boolean>
}

interface Row {
  readonly transaction_id: string | null
  readonly paid_at: Date | null
}

/** 付款码 of the two large purses begin with 10–15 and 25–30; the demonstration lets 13… pay and refuses all others. */
const goodCode = /^13\d{16}$/

/** A purse that moves no money, for the demonstration hall. It keeps its orders as a platform would, apart from ours. */
export function demonstrationPayments(database: Database): PaymentProvider {
  const stateOf = (orderNumber: string, row: Row): OrderState => ({
    payCode: `YPAY1:${orderNumber}`,
    paid:
      row.paid_at === null || row.transaction_id === null
        ? null
        : { transactionId: row.transaction_id, at: row.paid_at.toISOString() },
  })
  async function read(orderNumber: string): Promise<Row | null> {
    const [row] = await database.rows<Row>('SELECT * FROM demonstration_payments WHERE order_number = $1', [
      orderNumber,
    ])
    return row ?? null
  }
  async function state(orderNumber: string): Promise<OrderState> {
    const row = await read(orderNumber)
    if (row === null) throw new Error('the payment platform does not know this order')
    return stateOf(orderNumber, row)
  }
  async function pay(orderNumber: string): Promise<void> {
    await database.rows(
      `UPDATE demonstration_payments SET transaction_id = $2, paid_at = now()
       WHERE order_number = $1 AND paid_at IS NULL`,
      [orderNumber, `DEMO-${randomUUID()}`],
    )
  }
  return {
    async open({ orderNumber, amountFen }) {
      await database.rows(
        `INSERT INTO demonstration_payments (order_number, amount_fen) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
        [orderNumber, amountFen],
      )
      return state(orderNumber)
    },
    state,
    async charge(orderNumber, payerCode) {
      if (!goodCode.test(payerCode)) return null
      await pay(orderNumber)
      return state(orderNumber)
    },
    async payAsCitizen(orderNumber) {
      if ((await read(orderNumber)) === null) return false
      await pay(orderNumber)
      return true
    },
  }
}
