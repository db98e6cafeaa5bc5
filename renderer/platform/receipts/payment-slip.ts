import type { ReceiptDocument } from '#devices/contract'
import { yuanText } from '#sync/model'
import type { IntakeReceiptFacts } from './intake-receipt.ts'
import { slipFoot, slipHead, slipList, withNote } from './paper-blocks.ts'
import { paperTime } from './paper-dates.ts'
import { wording } from './wording.ts'

/** What was paid, as the hub says it. */
export interface PaidOrder {
  readonly orderNumber: string
  readonly amountFen: number
  readonly items: readonly { readonly name: string; readonly amountFen: number }[]
  readonly transactionId: string | null
  readonly paidAt: string | null
}

/** 缴费凭条: that it was paid, once, and by which order. The 财政电子票据 is the collecting department's to give. */
export function paymentSlip(
  facts: Pick<IntakeReceiptFacts, 'origin' | 'receiptNumber'>,
  order: PaidOrder,
): ReceiptDocument {
  const yuan = (amountFen: number): string => wording.amount(yuanText(amountFen))
  return {
    blocks: [
      ...slipHead(wording.paymentTitle, facts.origin),
      { type: 'pair', label: wording.numberLabel, value: facts.receiptNumber ?? '' },
      { type: 'text', text: yuan(order.amountFen), align: 'center', size: 'large', bold: true },
      ...slipList(
        wording.paymentItems,
        order.items.map(({ name, amountFen }) => withNote(name, yuan(amountFen))),
      ),
      { type: 'rule', style: 'dashed' },
      { type: 'pair', label: wording.orderNumber, value: order.orderNumber },
      { type: 'pair', label: wording.transaction, value: order.transactionId ?? '' },
      { type: 'pair', label: wording.paidAt, value: order.paidAt === null ? '' : paperTime(order.paidAt) },
      { type: 'text', text: wording.invoice },
      ...slipFoot(facts.origin),
    ],
  }
}
