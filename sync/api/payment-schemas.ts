import { z } from 'zod'

/** 统一支付: the one order of an intake. Amounts are in fen. */
export const paymentSchema = z.strictObject({
  intakeId: z.uuid(),
  orderNumber: z.string().max(40),
  amountFen: z.int().positive(),
  items: z.array(z.strictObject({ matterId: z.string(), name: z.string(), amountFen: z.int().positive() })),
  state: z.enum(['open', 'paid']),
  /** What the payer's telephone scans; empty once it is paid. */
  payCode: z.string().max(500),
  transactionId: z.string().max(64).nullable(),
  paidAt: z.iso.datetime({ offset: true }).nullable(),
})
export type Payment = z.infer<typeof paymentSchema>

/** 付款码: what the payer's telephone shows and the scanner reads. It is used once and never kept. */
export const chargeSchema = z.strictObject({ payerCode: z.string().regex(/^\d{16,24}$/) })

export const demonstrationPaymentSchema = z.strictObject({ orderNumber: z.string().max(40) })
