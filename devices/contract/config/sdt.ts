import { z } from 'zod'
import { deviceIdSchema } from '../kinds.ts'
import { transportAddressSchema } from '../transport-address.ts'
import { kind, label, section } from './fields.ts'
import { portraitDecoderSchema } from './portrait.ts'

/** One 身份证阅读机 on the SDT protocol (GA/T 467). */
export const sdtSchema = section({
  id: deviceIdSchema,
  kind: kind('id-card-reader', 'sdt'),
  adapter: z.literal('sdt'),
  label,
  transport: transportAddressSchema(['serial', 'tcp', 'hid', 'usb']),
  options: section({
    /** Pause between two looks for a card; readers want 300 or more (devices.md A4). */
    pollIntervalMs: z
      .int()
      .min(50, 'pollIntervalMs 至少 50 毫秒')
      .max(5000, 'pollIntervalMs 最多 5000 毫秒')
      .optional(),
    portrait: portraitDecoderSchema.optional(),
  }).optional(),
})
