import { z } from 'zod'
import { deviceIdSchema } from '../kinds.ts'
import { kind, label, section } from './fields.ts'

/** Where a value stands in the service's answer: names and list places, e.g. `data.cards.0.name`. */
const path = z
  .string('字段位置是文字，例如 data.name')
  .regex(/^[\p{L}\p{N}_$-]+(\.[\p{L}\p{N}_$-]+){0,9}$/u, '字段位置写成 data.name 这样，层次用点隔开')

/** Values that mean something, as the service writes them. */
const values = z.array(z.union([z.string(), z.number(), z.boolean()])).min(1, '至少写一个值')

/** Fields of a card that a service may give; a name and a number are the least. */
const fields = section(
  {
    name: path,
    number: path,
    nameEnglish: path.optional(),
    sex: path.optional(),
    nation: path.optional(),
    birth: path.optional(),
    address: path.optional(),
    authority: path.optional(),
    validFrom: path.optional(),
    validUntil: path.optional(),
    kind: path.optional(),
  },
  '要写明 fields：至少有 name 和 number 在回答里的位置',
)

/**
 * One 身份证阅读机 behind a service that its maker installs on this machine: HTTP or WebSocket on loopback, JSON answers,
 * every maker with names of its own.
 */
export const vendorServiceSchema = section({
  id: deviceIdSchema,
  kind: kind('id-card-reader', 'vendor-service'),
  adapter: z.literal('vendor-service'),
  label,
  transport: z
    .string('缺少厂家服务地址 transport，例如 http://127.0.0.1:18889/api/readCard')
    .regex(
      /^(http|ws):\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?(\/[^\s#]*)?$/,
      '厂家服务只能在本机：http://127.0.0.1:端口/路径 或 ws://127.0.0.1:端口/路径',
    ),
  options: section(
    {
      /** What is asked; GET without a body if absent. Over WebSocket `body` is the message. */
      request: section({
        method: z.enum(['GET', 'POST'], '方法 method 只能是 GET 或 POST').optional(),
        body: z.record(z.string(), z.unknown(), '请求内容 body 写成一组字段').optional(),
      }).optional(),
      /** Where the service says how it went, and what it says when a card was read. */
      success: section({ path, values }, '要写明 success：在哪个字段、是什么值算成功'),
      /** What it says as long as there is no card; the reader is asked again then. */
      noCard: values.optional(),
      fields,
      /** What the service's words mean, where they are not the usual ones: `男`, `1`, `汉`, `01`. */
      meanings: section({
        sex: z.record(z.string(), z.enum(['male', 'female', 'unknown', 'unstated'])).optional(),
        kind: z.record(z.string(), z.enum(['resident', 'foreigner', 'residencePermit'])).optional(),
      }).optional(),
      encoding: z.enum(['utf-8', 'gb18030'], '编码 encoding 只能是 utf-8 或 gb18030').optional(),
      pollIntervalMs: z.int().min(50, 'pollIntervalMs 至少 50 毫秒').max(5000).optional(),
      /** A reading may take this long. */
      answerMs: z.int().min(500, 'answerMs 至少 500 毫秒').max(60_000).optional(),
    },
    '厂家服务要在 options 里写明 success 和 fields',
  ),
})
