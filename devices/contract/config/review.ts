import { z } from 'zod'
import { deviceIdSchema } from '../kinds.ts'
import { transportAddressSchema } from '../transport-address.ts'
import { kind, label, section } from './fields.ts'

/** One 评价器 with five keys on a serial line. */
export const reviewKeysSchema = section({
  id: deviceIdSchema,
  kind: kind('review-pad', 'review-keys'),
  adapter: z.literal('review-keys'),
  label,
  transport: transportAddressSchema(['serial', 'tcp']),
  options: section(
    {
      /** What the five keys send, from 非常满意 to 非常不满意. There is no default: makers count in both directions. */
      keys: z
        .string('按键 keys 要写五个字符，从“非常满意”到“非常不满意”，例如 "54321"')
        .regex(/^[\x21-\x7e]{5}$/, '按键 keys 是五个字符，从“非常满意”到“非常不满意”，例如 "54321"')
        .refine((keys) => new Set(keys).size === 5, '按键 keys 的五个字符不能重复'),
    },
    '评价器要在 options 里写明按键 keys',
  ),
})

/** One 评价器 that speaks Yichuang's own protocol over WebSocket. */
export const reviewWebSocketSchema = section({
  id: deviceIdSchema,
  kind: kind('review-pad', 'review-websocket'),
  adapter: z.literal('review-websocket'),
  label,
  transport: z
    .string('缺少评价器地址 transport，例如 ws://192.168.1.20:8890/')
    .regex(/^wss?:\/\/[^\s/]+(\/\S*)?$/, '评价器地址应写成 ws://主机:端口/ 或 wss://主机:端口/'),
  options: section(
    {
      /** Known to this terminal and its pad only. */
      key: z.string('配对口令 key 是文字').min(8, '配对口令 key 至少 8 个字符').max(200, '配对口令 key 过长'),
    },
    '评价器要在 options 里写明配对口令 key',
  ),
})
