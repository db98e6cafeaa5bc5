import { z } from 'zod'

const line = z.string().max(2000)
/** More than this, a code of error correction M is too fine for thermal paper. */
const maxQrBytes = 1500
const align = z.enum(['left', 'center', 'right'])

/** The name of a logo in a printer's configuration. */
export const logoNameSchema = z
  .string('徽标名称是文字')
  .regex(/^[a-z0-9][a-z0-9-]{0,19}$/, '徽标名称用小写字母、数字和连字符，最长 20 个字符')

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
    data: z
      .string()
      .min(1)
      .refine((data) => new TextEncoder().encode(data).length <= maxQrBytes, 'too long for a QR code'),
    moduleDots: z.int().min(2).max(12).optional(),
  }),
  /** A named bitmap out of the printer's configuration; nothing where the printer has none of that name. */
  z.strictObject({ type: z.literal('logo'), name: logoNameSchema }),
  z.strictObject({ type: z.literal('spacer'), lines: z.int().min(1).max(10) }),
])
export type ReceiptBlock = z.infer<typeof receiptBlockSchema>

/** 凭条: printed top to bottom, then cut. */
export const receiptDocumentSchema = z.strictObject({
  /** 收件号 or the like; stands at the head of every part when the paper has to be cut into several. */
  number: z.string().min(1).max(60).optional(),
  blocks: z.array(receiptBlockSchema).min(1).max(400),
})
export type ReceiptDocument = z.infer<typeof receiptDocumentSchema>

/** What the printer says of itself. */
export const printerStatusSchema = z.strictObject({
  paper: z.enum(['ok', 'nearEnd', 'out']),
  cover: z.enum(['closed', 'open']),
  online: z.boolean(),
  error: z.enum(['cutter', 'unrecoverable', 'overheat', 'blackMark', 'unspecified']).nullable(),
  /** Whether a kiosk printer's presenter holds a slip that nobody has taken; absent where there is no presenter. */
  presenter: z.enum(['clear', 'slip-waiting']).optional(),
})
export type PrinterStatus = z.infer<typeof printerStatusSchema>

export const printOutcomeSchema = z.strictObject({ before: printerStatusSchema, after: printerStatusSchema })
/** The printer's state before the first byte and after the cut; given only when the whole receipt came out. */
export type PrintOutcome = z.infer<typeof printOutcomeSchema>

/** A logo as it is printed: one bit a dot, rows of whole bytes, most significant bit left, 1 = black. */
export const logoSchema = z.strictObject({
  name: logoNameSchema,
  /** Printed at the head of every receipt. */
  atHead: z.boolean(),
  widthBytes: z.int().positive(),
  height: z.int().positive(),
  bits: z.instanceof(Uint8Array),
})
export type Logo = z.infer<typeof logoSchema>

/** What can be asked of a 凭条打印机. */
export const receiptOperations = {
  'receipt:status': { kind: 'receipt-printer', input: z.strictObject({}), output: printerStatusSchema },
  /** Prints, cuts, then asks the printer whether it could. */
  'receipt:print': {
    kind: 'receipt-printer',
    input: z.strictObject({
      document: receiptDocumentSchema,
      /** True if an original may exist already: every part then says 重打. */
      reprint: z.boolean().optional(),
    }),
    output: printOutcomeSchema,
  },
  /** After somebody has cleared the cutter: lets the printer go on, without the receipt that it stopped in. */
  'receipt:recover': { kind: 'receipt-printer', input: z.strictObject({}), output: printerStatusSchema },
  /** The logos of the configuration, for a preview that is equal to the paper. */
  'receipt:logos': { kind: 'receipt-printer', input: z.strictObject({}), output: z.array(logoSchema) },
} as const
