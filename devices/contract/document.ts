import { z } from 'zod'
import { attentionReasonSchema } from './attention.ts'

/** A page description that a 文档打印机 takes: the first bytes say what it is. */
const pdf = z.custom<Uint8Array<ArrayBuffer>>(
  (value) =>
    value instanceof Uint8Array &&
    value.byteLength <= 32 * 1024 * 1024 &&
    new TextDecoder('latin1').decode(value.subarray(0, 5)) === '%PDF-',
  'not a PDF file, or more than 32 MiB',
)

export const documentSides = ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'] as const
export const documentSidesSchema = z.enum(documentSides)
export type DocumentSides = z.infer<typeof documentSidesSchema>

/** What the printer says it can do (RFC 8011 §5.2, §5.4). */
export const documentCapabilitiesSchema = z.strictObject({
  /** Maker and model, as the printer names itself. */
  model: z.string(),
  /** Media types that it takes, e.g. `application/pdf`. */
  formats: z.array(z.string()),
  color: z.boolean(),
  sides: z.array(z.string()),
  /** Papers by their PWG 5101.1 names, e.g. `iso_a4_210x297mm`. */
  media: z.array(z.string()),
  /** A print service (CUPS) stands between us and the paper. */
  isQueue: z.boolean(),
})
export type DocumentCapabilities = z.infer<typeof documentCapabilitiesSchema>

/** One of the printer's reasons for the state that it is in. */
export const documentReasonSchema = z.strictObject({
  /** As the printer says it, without the ending that carries the severity: `media-empty`, or a maker's own word. */
  keyword: z.string(),
  severity: z.enum(['report', 'warning', 'error']),
  /** What the hall has to see to; null where nobody has to. */
  attention: attentionReasonSchema.nullable(),
})
export type DocumentReason = z.infer<typeof documentReasonSchema>

export const documentPrinterStatusSchema = z.strictObject({
  state: z.enum(['idle', 'processing', 'stopped']),
  acceptingJobs: z.boolean(),
  reasons: z.array(documentReasonSchema),
  capabilities: documentCapabilitiesSchema,
})
export type DocumentPrinterStatus = z.infer<typeof documentPrinterStatusSchema>

/** Who says that the paper came out. */
export const documentPrintedSchema = z.strictObject({
  jobId: z.int(),
  /** Sides of paper that the printer counted; null if it does not count. */
  pages: z.int().min(0).nullable(),
  /** `printer`: it finished the job. `queue`: a print service handed everything over and knows no more. */
  confirmedBy: z.enum(['printer', 'queue']),
  after: documentPrinterStatusSchema,
})
export type DocumentPrinted = z.infer<typeof documentPrintedSchema>

/** Where a document that is being printed stands. */
export const documentProgressSchema = z.strictObject({
  stage: z.enum(['sending', 'queued', 'printing', 'held-up', 'cancelling']),
  /** What holds it up, or will soon; null for nothing. */
  attention: attentionReasonSchema.nullable(),
  pages: z.int().min(0).nullable(),
})
export type DocumentProgress = z.infer<typeof documentProgressSchema>

/** What can be asked of an A4 打印机. */
export const documentOperations = {
  'document:status': {
    kind: 'document-printer',
    input: z.strictObject({}),
    output: documentPrinterStatusSchema,
  },
  /** Prints on A4 and follows the job to its end. Cancelling takes the job back from the printer. */
  'document:print': {
    kind: 'document-printer',
    input: z.strictObject({
      pdf,
      copies: z.int().min(1).max(20),
      sides: documentSidesSchema,
      /** The title of the form, e.g. 一次性告知单. Printers show and log it: never anything about a person. */
      jobName: z
        .string()
        .regex(/^[\p{Script=Han}A-Za-z ]{1,40}$/u, 'a form’s title: no digits, no more than 40'),
    }),
    output: documentPrintedSchema,
  },
} as const
