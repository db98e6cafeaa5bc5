import { z } from 'zod'
import { documentSidesSchema } from '../document.ts'
import { deviceIdSchema } from '../kinds.ts'
import { parsePrinterUri, printerUriForms } from '../printer-uri.ts'
import { kind, label, section } from './fields.ts'

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
    /** Of an `ipps:` printer with a certificate of its own making: SHA-256 in hexadecimal, colons allowed. */
    certificateSha256: z
      .string()
      .regex(/^([0-9a-fA-F]{2}:?){32}$/, '证书指纹 certificateSha256 是 64 位十六进制数')
      .optional(),
    /** How long a job may wait for paper or toner before it is taken back. */
    heldUpMinutes: z
      .number()
      .positive('heldUpMinutes 是大于 0 的分钟数')
      .max(60, 'heldUpMinutes 最多 60 分钟')
      .optional(),
  }).optional(),
})
