import { z } from 'zod'
import { deviceIdSchema } from '../kinds.ts'
import { transportAddressSchema } from '../transport-address.ts'
import { kind, label, section } from './fields.ts'

/** One 凭条打印机 on ESC/POS. */
export const escposSchema = section({
  id: deviceIdSchema,
  kind: kind('receipt-printer', 'escpos'),
  adapter: z.literal('escpos'),
  label,
  transport: transportAddressSchema(['serial', 'tcp']),
  options: section({
    /** Paper: 80 mm printers have 576 dots a line, 58 mm ones 384. */
    paperWidthMm: z.union([z.literal(80), z.literal(58)], '纸宽 paperWidthMm 只能是 80 或 58').optional(),
    cut: z.enum(['full', 'partial', 'none'], '切纸方式 cut 只能是 full、partial 或 none').optional(),
  }).optional(),
})
