import { z } from 'zod'
import { logoNameSchema } from '../receipt.ts'
import { deviceIdSchema } from '../kinds.ts'
import { transportAddressSchema } from '../transport-address.ts'
import { kind, label, section } from './fields.ts'

/** One 凭条打印机 on ESC/POS. */
export const escposSchema = section({
  id: deviceIdSchema,
  kind: kind('receipt-printer', 'escpos'),
  adapter: z.literal('escpos'),
  label,
  transport: transportAddressSchema(['serial', 'tcp', 'usb', 'lp']),
  options: section({
    /** Paper: 80 mm printers have 576 dots a line, 58 mm ones 384. */
    paperWidthMm: z.union([z.literal(80), z.literal(58)], '纸宽 paperWidthMm 只能是 80 或 58').optional(),
    /** A longer receipt is cut into numbered parts. */
    linesPerPart: z
      .int('每张凭条的行数 linesPerPart 是整数')
      .min(30, 'linesPerPart 至少 30 行')
      .max(2000, 'linesPerPart 最多 2000 行')
      .optional(),
    /** Pictures (PNG or JPEG) that receipts can name; `atHead` prints one at the head of every receipt. */
    logos: z
      .array(
        section({
          name: logoNameSchema,
          file: z.string('徽标图片 file 要写文件路径').min(1, '徽标图片 file 不能为空'),
          atHead: z.boolean('atHead 只能是 true 或 false').optional(),
        }),
        '徽标 logos 是一个列表',
      )
      .max(8, '徽标 logos 最多 8 个')
      .optional(),
    /** A kiosk printer with a presenter that answers DLE EOT 20 (Custom KPM and VKP). */
    presenter: z.boolean('出票口 presenter 只能是 true 或 false').optional(),
    cut: z.enum(['full', 'partial', 'none'], '切纸方式 cut 只能是 full、partial 或 none').optional(),
  }).optional(),
})
