import { z } from 'zod'

const line = z.string().max(2000)
const align = z.enum(['left', 'center', 'right'])

/** What a receipt is made of. It says nothing of ESC/POS: any printer adapter can lay it out for its paper. */
export const receiptBlockSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: line,
    /** Left if absent. */
    align: align.optional(),
    /** `tall` doubles the height, `wide` the width, `large` both; normal if absent. */
    size: z.enum(['normal', 'tall', 'wide', 'large']).optional(),
    bold: z.boolean().optional(),
  }),
  /** 标签：值. A value that does not fit beside its label goes on below it, indented. */
  z.strictObject({ type: z.literal('pair'), label: line.min(1), value: line, bold: z.boolean().optional() }),
  /** A line across the paper. */
  z.strictObject({ type: z.literal('rule'), style: z.enum(['solid', 'dashed']).optional() }),
  /** A list item; `marker` (a dot if absent) stands before a hanging indent. */
  z.strictObject({ type: z.literal('item'), text: line, marker: z.string().max(8).optional() }),
  /** A QR code, centred. `moduleDots` is the side of one module in printer dots. */
  z.strictObject({
    type: z.literal('qr'),
    data: z.string().min(1).max(1500),
    moduleDots: z.int().min(2).max(12).optional(),
  }),
  z.strictObject({ type: z.literal('spacer'), lines: z.int().min(1).max(10) }),
])
export type ReceiptBlock = z.infer<typeof receiptBlockSchema>

/** 凭条: printed top to bottom, then cut. */
export const receiptDocumentSchema = z.strictObject({ blocks: z.array(receiptBlockSchema).min(1).max(400) })
export type ReceiptDocument = z.infer<typeof receiptDocumentSchema>

/** What the printer says of itself. */
export const printerStatusSchema = z.strictObject({
  paper: z.enum(['ok', 'nearEnd', 'out']),
  cover: z.enum(['closed', 'open']),
  online: z.boolean(),
  error: z.enum(['cutter', 'unrecoverable', 'overheat', 'blackMark', 'unspecified']).nullable(),
})
export type PrinterStatus = z.infer<typeof printerStatusSchema>

export const printOutcomeSchema = z.strictObject({ before: printerStatusSchema, after: printerStatusSchema })
/** The printer's state before the first byte and after the cut; given only when the whole receipt came out. */
export type PrintOutcome = z.infer<typeof printOutcomeSchema>

/** What can be asked of a 凭条打印机. */
export const receiptOperations = {
  'receipt:status': { kind: 'receipt-printer', input: z.strictObject({}), output: printerStatusSchema },
  /** Prints, cuts, then asks the printer whether it could. */
  'receipt:print': {
    kind: 'receipt-printer',
    input: z.strictObject({ document: receiptDocumentSchema }),
    output: printOutcomeSchema,
  },
} as const
