import { z } from 'zod'

/**
 * What a terminal does about a problem: `retry` the same request later, `park` everything until the terminal is
 * mended, `refuse`: this one intake becomes a clerk's task and nothing else waits for it.
 */
export type ProblemClass = 'retry' | 'park' | 'refuse'

interface ProblemFacts {
  readonly status: number
  readonly title: string
  readonly class: ProblemClass
  /** `restart`: begin this intake again with its announcement. `resync`: read the feed from its beginning. */
  readonly remedy?: 'restart' | 'resync'
}

/** Every problem that the hub gives, by the last word of its `type`. */
export const problems = {
  'malformed-request': { status: 400, title: '请求格式不正确', class: 'refuse' },
  'digest-mismatch': { status: 400, title: '收到的内容与摘要不符', class: 'retry' },
  'not-signed': { status: 401, title: '请求没有有效的终端签名', class: 'park' },
  'clock-skew': { status: 401, title: '终端时钟相差过大', class: 'park' },
  'replayed-request': { status: 401, title: '这个请求已经收到过', class: 'retry' },
  'not-authorised': { status: 401, title: '没有访问权限', class: 'park' },
  'terminal-unknown': { status: 403, title: '终端没有登记', class: 'park' },
  'terminal-pending': { status: 403, title: '终端等待批准', class: 'park' },
  'terminal-revoked': { status: 403, title: '终端已停用', class: 'park' },
  'not-found': { status: 404, title: '没有这个资源', class: 'refuse' },
  /** The same for a number that nobody has and for a name that is not its: a terminal is no oracle. */
  'holder-unknown': { status: 404, title: '没有查到这个人的电子证照', class: 'refuse' },
  'code-invalid': { status: 422, title: '亮证码无效', class: 'refuse' },
  'code-expired': { status: 422, title: '亮证码已过期', class: 'refuse' },
  'code-used': { status: 409, title: '亮证码已经用过', class: 'refuse' },
  'intake-unknown': { status: 404, title: '没有登记过这份收件', class: 'retry', remedy: 'restart' },
  'parts-missing': { status: 409, title: '收件还不完整', class: 'retry', remedy: 'restart' },
  'terminal-key-conflict': { status: 409, title: '这个终端编号已由另一把密钥登记', class: 'park' },
  'case-status-conflict': { status: 409, title: '办件现在的状态不允许这个动作', class: 'refuse' },
  'cursor-gone': { status: 410, title: '游标已失效', class: 'retry', remedy: 'resync' },
  /** The intake that a supplement belongs to is not here yet: it goes first. */
  'original-unknown': { status: 409, title: '原收件还没有送到', class: 'retry' },
  'supplement-not-open': { status: 409, title: '这件事已经办完或撤回，不再收补正材料', class: 'refuse' },
  /** The same for a number that nobody has and for a proof that is not its. */
  'progress-unknown': { status: 404, title: '收件号和证件号码后四位对不上', class: 'refuse' },
  'too-many-attempts': { status: 409, title: '查询次数太多，请稍后再试', class: 'refuse' },
  'payment-not-ready': { status: 409, title: '收件还没有送达，暂时不能缴费', class: 'refuse' },
  'parcel-not-ready': { status: 409, title: '还没有办出结果，暂时不能寄', class: 'refuse' },
  'payment-refused': { status: 402, title: '付款没有成功', class: 'refuse' },
  /** The same for a code that nobody has and one that was called back. */
  'transfer-unknown': { status: 404, title: '接办码已经失效', class: 'refuse' },
  'transfer-expired': { status: 410, title: '接办码已经过期', class: 'refuse' },
  'transfer-taken': { status: 409, title: '接办码已经用过', class: 'refuse' },
  'transfer-limit': { status: 409, title: '没有接办的草稿太多', class: 'refuse' },
  'review-not-open': { status: 409, title: '这条评价不是待处理的差评', class: 'refuse' },
  /** A piece that does not begin where the last one ended; the terminal asks where that is. */
  'offset-conflict': { status: 409, title: '续传的位置不对', class: 'retry' },
  /** A body packed in a way that this hub does not read; the terminal sends it plain. */
  'coding-unknown': { status: 415, title: '不支持这种内容编码', class: 'retry' },
  'too-large': { status: 413, title: '内容过大', class: 'refuse' },
  'hash-conflict': { status: 422, title: '同一编号已有不同的收件', class: 'refuse' },
  'packet-invalid': { status: 422, title: '收件包不能打开或内容无效', class: 'refuse' },
  internal: { status: 500, title: '统一受理系统内部错误', class: 'retry' },
  busy: { status: 503, title: '统一受理系统繁忙', class: 'retry' },
} as const satisfies Record<string, ProblemFacts>

export type ProblemName = keyof typeof problems

const prefix = 'urn:yichuang:problem:'

/** The stable URI of a problem type. */
export function problemType(name: ProblemName): string {
  return prefix + name
}

/** RFC 9457 problem details. `missing` names the parts that a commit lacks; `hubTime` is given with a clock's skew. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  missing: z.array(z.string()).optional(),
  hubTime: z.string().optional(),
})
export type Problem = z.infer<typeof problemSchema>

/** A problem ready to be sent. */
export function problemOf(
  name: ProblemName,
  extra: Partial<Pick<Problem, 'detail' | 'missing' | 'hubTime'>> = {},
): Problem {
  return { type: problemType(name), title: problems[name].title, status: problems[name].status, ...extra }
}

/** The facts of a problem that was received, or null for a type that this program does not know. */
export function knownProblem(type: string): ({ readonly name: ProblemName } & ProblemFacts) | null {
  const name = type.startsWith(prefix) ? type.slice(prefix.length) : ''
  return Object.hasOwn(problems, name)
    ? { name: name as ProblemName, ...problems[name as ProblemName] }
    : null
}

/**
 * What an answer means for the one who sent the request. A known problem says so itself; otherwise the status does:
 * 408, 425, 429 and 5xx are worth another try, 401 and 403 want the terminal mended, other 4xx are final. Anything
 * that is no answer of ours (a redirect, a captive portal's page) is worth another try.
 */
export function classifyResponse(status: number, problem: Problem | null): 'ok' | ProblemClass {
  if (status >= 200 && status < 300) return 'ok'
  const known = problem === null ? null : knownProblem(problem.type)
  if (known !== null) return known.class
  if (problem === null || status < 400 || status >= 500 || [408, 425, 429].includes(status)) return 'retry'
  return status === 401 || status === 403 ? 'park' : 'refuse'
}
