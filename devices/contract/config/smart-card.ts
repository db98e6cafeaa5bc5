import { z } from 'zod'
import { deviceIdSchema } from '../kinds.ts'
import { kind, label, section } from './fields.ts'

/** One 社保卡读卡器 behind the PC/SC service of the operating system. */
export const pcscSchema = section({
  id: deviceIdSchema,
  kind: kind('smart-card-reader', 'pcsc'),
  adapter: z.literal('pcsc'),
  label,
  /** `pcsc:` and the reader's name as the service calls it, or its beginning; `pcsc:*` for the first there is. */
  transport: z
    .string('缺少读卡器 transport，例如 pcsc:* 或 pcsc:读卡器名称')
    .regex(/^pcsc:.{1,200}$/, '读卡器应写成 pcsc:* 或 pcsc:读卡器名称（名称的开头也可以）'),
})
