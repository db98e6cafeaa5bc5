import { z } from 'zod'
import { deviceIdSchema } from '../kinds.ts'
import { kind, label, section } from './fields.ts'

/** One 文档扫描仪 behind SANE; `transport` is the name that `scanimage -L` shows. */
export const saneSchema = section({
  id: deviceIdSchema,
  kind: kind('document-scanner', 'sane'),
  adapter: z.literal('sane'),
  label,
  transport: z
    .string('缺少扫描仪名称 transport，用 scanimage -L 可以查到')
    .regex(/^[A-Za-z0-9_]+(:.*)?$/, '扫描仪名称看不懂，请照 scanimage -L 显示的填写，例如 test:0')
    .max(300, '扫描仪名称过长'),
  options: section({
    /** Folder with SANE's dll.conf and backend files, where it is not the system's. */
    configDir: z.string().min(1, 'configDir 不能为空').optional(),
    /** What this scanner calls its sources and modes, where they are not the usual names. */
    sourceNames: section({
      flatbed: z.string().optional(),
      feeder: z.string().optional(),
      duplex: z.string().optional(),
    }).optional(),
    modeNames: section({
      color: z.string().optional(),
      gray: z.string().optional(),
      bw: z.string().optional(),
    }).optional(),
    /** Scanned area; A4 if absent. */
    pageMm: z
      .strictObject(
        { width: z.number().positive(), height: z.number().positive() },
        'pageMm 要写 width 和 height（毫米）',
      )
      .optional(),
    format: z.enum(['png', 'jpeg'], '图片格式 format 只能是 png 或 jpeg').optional(),
    timeoutMs: z.int().min(1000, 'timeoutMs 至少 1000 毫秒').max(600_000).optional(),
    /** Further backend options, e.g. `test-picture: Grid`. */
    backendOptions: z
      .record(z.string().regex(/^[a-z][a-z0-9-]*$/, '扫描选项名称只用小写字母、数字和连字符'), z.string())
      .optional(),
  }).optional(),
})
