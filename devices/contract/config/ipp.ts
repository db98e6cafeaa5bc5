import { z } from 'zod'
import { documentSidesSchema } from '../document.ts'
import { deviceIdSchema } from '../kinds.ts'
import { parsePrinterUri, printerUriForms } from '../printer-uri.ts'
import { certificateSha256, kind, label, section } from './fields.ts'

/** One A4 打印机 on IPP, or a queue of CUPS. */
export const ippSchema = section({
  id: deviceIdSchema,
  kind: kind('document-printer', 'ipp'),
  adapter: z.literal('ipp'),
  label,
  transport: z
    .string(`缺少打印机地址 transport，应写成 ${printerUriForms}`)
    .max(300, '打印机地址过长')
    .superRefine((text, context) => {
      const address = parsePrinterUri(text)
      if ('problem' in address) context.addIssue({ code: 'custom', message: address.problem })
    }),
  options: section({
    /** Used where a document does not say; one-sided if absent. */
    sides: documentSidesSchema.optional(),
    certificateSha256: certificateSha256.optional(),
    /** How long a job may wait for paper or toner before it is taken back. */
    heldUpMinutes: z
      .number()
      .positive('heldUpMinutes 是大于 0 的分钟数')
      .max(60, 'heldUpMinutes 最多 60 分钟')
      .optional(),
  }).optional(),
})
