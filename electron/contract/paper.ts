import { receiptDocumentSchema } from '#devices/contract'
import { z } from 'zod'

/** One A4 form: what a slip says, and what only a sheet has. It is drawn by the same page on screen and for the printer. */
export const paperSheetSchema = z.strictObject({
  /** The form's title, e.g. 一次性告知单: name of the file and of the print job, so nothing about a person. */
  title: z.string().regex(/^[\p{Script=Han}A-Za-z ]{1,40}$/u),
  document: receiptDocumentSchema,
  /** Stands at the foot of each page, so that pages that came apart find together; a receipt number. */
  reference: z
    .string()
    .regex(/^[0-9A-Za-z-]{1,40}$/)
    .nullable(),
  /** Who signs on the sheet, e.g. 申请人签收; each gets a line with a date. */
  signatures: z.array(z.string().min(1).max(20)).max(4),
})
export type PaperSheet = z.infer<typeof paperSheetSchema>

/** What the page that draws a sheet tells when it has drawn it. */
export const paperReadySchema = z.strictObject({
  /** Characters for which this machine has no glyph: they are empty boxes on paper. */
  missing: z.array(z.string().max(8)).max(1000),
})
export type PaperReady = z.infer<typeof paperReadySchema>

/** `window.paper`: all that the page that draws sheets can reach. */
export interface PaperBridge {
  /** The sheet to draw, as it came: the page parses it. */
  sheet(): Promise<unknown>
  /** The sheet is drawn, fonts and all. */
  ready(told: PaperReady): void
}

/** The channels of that page. They are heard from its own window only, while one sheet is being drawn. */
export const paperChannels = { sheet: 'paper:sheet', ready: 'paper:ready' } as const
