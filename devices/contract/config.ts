import { z } from 'zod'
import { deviceIdSchema } from './kinds.ts'
import { transportAddressSchema } from './transport-address.ts'

const label = z.string('设备名称 label 是文字').min(1, '设备名称 label 不能为空').optional()

/** An object that says in Chinese which of its fields it does not know. */
function section<S extends z.core.$ZodLooseShape>(shape: S) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `不认识的字段：${issue.keys.join('、')}` : '应写成一组字段',
  })
}

function kind<K extends string>(value: K, adapter: string) {
  return z.literal(value, `adapter: ${adapter} 的设备，kind 应是 ${value}`)
}

/** One 身份证阅读机 on the SDT protocol (GA/T 467). */
const sdtSchema = section({
  id: deviceIdSchema,
  kind: kind('id-card-reader', 'sdt'),
  adapter: z.literal('sdt'),
  label,
  transport: transportAddressSchema(['serial', 'tcp', 'hid']),
  options: section({
    /** Pause between two looks for a card; readers want 300 or more (devices.md A4). */
    pollIntervalMs: z
      .int()
      .min(50, 'pollIntervalMs 至少 50 毫秒')
      .max(5000, 'pollIntervalMs 最多 5000 毫秒')
      .optional(),
  }).optional(),
})

/** One 凭条打印机 on ESC/POS. */
const escposSchema = section({
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

/** One 文档扫描仪 behind SANE; `transport` is the name that `scanimage -L` shows. */
const saneSchema = section({
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
    sourceNames: section({ flatbed: z.string().optional(), feeder: z.string().optional() }).optional(),
    modeNames: section({ color: z.string().optional(), gray: z.string().optional() }).optional(),
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

/** One entry of `devices:` in `terminal.yaml`. Messages are for the hall's technician. */
export const deviceConfigSchema = z.discriminatedUnion('adapter', [sdtSchema, escposSchema, saneSchema], {
  error: (issue) =>
    issue.code === 'invalid_union'
      ? '驱动 adapter 只能是 sdt（身份证阅读机）、escpos（凭条打印机）或 sane（扫描仪）'
      : '设备要写成一组字段：id、kind、adapter、transport',
})
export type DeviceConfig = z.infer<typeof deviceConfigSchema>
export type AdapterName = DeviceConfig['adapter']
export type DeviceConfigOf<A extends AdapterName> = Extract<DeviceConfig, { adapter: A }>

/** The whole `devices:` list; ids are unique. */
export const deviceConfigListSchema = z.array(deviceConfigSchema).superRefine((devices, context) => {
  const seen = new Set<string>()
  devices.forEach((device, index) => {
    if (seen.has(device.id)) {
      context.addIssue({ code: 'custom', path: [index, 'id'], message: `设备编号 ${device.id} 重复` })
    }
    seen.add(device.id)
  })
})
