import { z } from 'zod'
import { deviceIdSchema } from '../kinds.ts'
import { kind, label, section } from './fields.ts'

/** One 身份证阅读机 that is driven by its maker's library with the common `CVR_…` or `termb` functions. */
export const vendorLibrarySchema = section({
  id: deviceIdSchema,
  kind: kind('id-card-reader', 'vendor-library'),
  adapter: z.literal('vendor-library'),
  label,
  /** `library:` and the whole path of the file. */
  transport: z
    .string('缺少厂家动态库 transport，例如 library:C:\\reader\\termb.dll')
    .regex(/^library:(\/|[A-Za-z]:[\\/]).{1,400}$/, '厂家动态库应写成 library: 加完整路径'),
  options: section({
    /** 1–16 are serial ports, 1001–1016 USB; tried one after the other if absent. */
    port: z.int('端口 port 是整数').min(1, '端口 port 从 1 开始').max(1016, '端口 port 最大 1016').optional(),
    /** What `Read_Content` is asked for; 4 reads without leaving files behind, in the libraries that know it. */
    active: z.int('active 是整数').min(1).max(6).optional(),
    pollIntervalMs: z.int().min(50, 'pollIntervalMs 至少 50 毫秒').max(5000).optional(),
    /** A function that takes longer hangs. */
    callMs: z.int().min(500, 'callMs 至少 500 毫秒').max(60_000).optional(),
  }).optional(),
})
