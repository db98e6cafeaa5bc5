import { z } from 'zod'
import { codeEncodingSchema, codeSuffixes } from '../code.ts'
import { deviceIdSchema } from '../kinds.ts'
import { transportAddressSchema } from '../transport-address.ts'
import { kind, label, section } from './fields.ts'

const encoding = z.enum(['auto', ...codeEncodingSchema.options], '编码 encoding 只能是 auto、utf-8、gb18030')

/** One 扫码器 on a serial line, or behind a serial server. */
export const codeSerialSchema = section({
  id: deviceIdSchema,
  kind: kind('code-scanner', 'code-serial'),
  adapter: z.literal('code-serial'),
  label,
  transport: transportAddressSchema(['serial', 'tcp']),
  options: section({
    suffix: z.enum(codeSuffixes, `结束符 suffix 只能是 ${codeSuffixes.join('、')}`).optional(),
    /** Silence that ends a code without a suffix. */
    idleMs: z
      .int('间隔 idleMs 是整数毫秒')
      .min(10, '间隔 idleMs 至少 10 毫秒')
      .max(2000, '间隔 idleMs 最多 2000 毫秒')
      .optional(),
    encoding: encoding.optional(),
    /** The scanner is set to send the AIM identifier (`]Q1`) before each code. */
    aimPrefix: z.boolean('aimPrefix 只能是 true 或 false').optional(),
    /** How the scanner is told to shine and look while a code is asked for; hand-held ones have a trigger of their own. */
    trigger: z.enum(['none', 'honeywell'], '触发方式 trigger 只能是 none、honeywell').optional(),
  }).optional(),
})

/** One 扫码器 on USB as a HID point-of-sale device. */
export const codeHidSchema = section({
  id: deviceIdSchema,
  kind: kind('code-scanner', 'code-hid'),
  adapter: z.literal('code-hid'),
  label,
  transport: transportAddressSchema(['hid']),
  options: section({
    encoding: encoding.optional(),
    /** How its reports are laid out; told by the reports themselves if absent. */
    layout: z.enum(['auto', 'aim', 'plain'], '报文格式 layout 只能是 auto、aim、plain').optional(),
  }).optional(),
})
