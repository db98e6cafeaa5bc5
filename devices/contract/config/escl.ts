import { z } from 'zod'
import { deviceIdSchema } from '../kinds.ts'
import { certificateSha256, kind, label, section } from './fields.ts'

/** One 文档扫描仪 that speaks eSCL (AirScan) on the hall's network. */
export const esclSchema = section({
  id: deviceIdSchema,
  kind: kind('document-scanner', 'escl'),
  adapter: z.literal('escl'),
  label,
  transport: z
    .string('缺少扫描仪地址 transport，例如 http://192.168.1.9/eSCL')
    .regex(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/, '扫描仪地址应写成 http(s)://主机[:端口]/eSCL'),
  options: section({
    certificateSha256: certificateSha256.optional(),
    /** Between two questions to a scanner that is not ready yet. */
    retryMs: z.int('retryMs 是整数毫秒').min(10, 'retryMs 至少 10 毫秒').max(10_000).optional(),
  }).optional(),
})
