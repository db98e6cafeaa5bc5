import { z } from 'zod'
import { type Operation, staffProblems } from './operation.ts'

/** 上报的环节: what a province's platform is told of a case. */
export const reportKinds = [
  'received', // 收件
  'accepted', // 受理
  'not-accepted', // 不予受理
  'proceeding', // 办理
  'suspended', // 特别程序
  'supplement-asked', // 补正告知
  'supplement-received', // 补正受理
  'completed', // 办结
  'withdrawn', // 撤回
  'handed-over', // 送达、领取
  'reviewed', // 评价
] as const
export type ReportKind = (typeof reportKinds)[number]

/** Why a report did not arrive. */
export const provinceProblems = [
  'unreachable',
  'timeout',
  'not-http',
  'redirected',
  'cut-off',
  'too-large',
  'certificate',
  'failed', // 5xx
  'busy', // 429, 503
  'not-understood', // an answer in no form that we know
  'not-authorised', // 401, 403: our credentials
  'refused', // the platform does not take this one
  'incomplete', // we lack what the message must have
  'number-changed', // it gave the case another number than before
] as const
export type ProvinceProblem = (typeof provinceProblems)[number]

/** A report that the platform refused: a task for whoever keeps the hub. */
export const refusedReportSchema = z.strictObject({
  reportId: z.uuid(),
  kind: z.enum(reportKinds),
  receiptNumber: z.string(),
  caseNumber: z.string(),
  problem: z.enum(provinceProblems),
  /** The platform's code, or the field that is missing here. */
  reason: z.string().nullable(),
  refusedAt: z.iso.datetime(),
  /** Later reports of the same case, which wait for this one. */
  holdsUp: z.int().min(0),
})
export type RefusedReport = z.infer<typeof refusedReportSchema>

/** How the connection to the province's platform stands. */
export const provinceStateSchema = z.strictObject({
  /** `none`: no platform is configured. `failing`: nothing gets through; it is tried on, and heals by itself. */
  state: z.enum(['none', 'ok', 'failing']),
  failingSince: z.iso.datetime().nullable(),
  lastProblem: z.enum(provinceProblems).nullable(),
  nextAttemptAt: z.iso.datetime().nullable(),
  lastTakenAt: z.iso.datetime().nullable(),
  waiting: z.int().min(0),
  /** Of the waiting ones, those behind a refused report of the same case. */
  held: z.int().min(0),
  taken: z.int().min(0),
  refused: z.int().min(0),
  /** Intakes whose next report has failed for an hour or more, though others get through. */
  stuck: z.int().min(0),
  /** Since when the oldest waiting report has waited. */
  oldestWaiting: z.iso.datetime().nullable(),
  /** The newest first, 100 at most. */
  refusedReports: z.array(refusedReportSchema),
})
export type ProvinceState = z.infer<typeof provinceStateSchema>

export const provinceOperations = {
  getProvince: {
    operationId: 'getProvince',
    method: 'GET',
    path: '/province',
    summary: '向省级平台上报的情况',
    access: 'staff',
    params: {},
    response: provinceStateSchema,
    problems: staffProblems,
  },
  retryProvince: {
    operationId: 'retryProvince',
    method: 'POST',
    path: '/province/retries',
    summary: '重新上报被省级平台退回的环节',
    access: 'staff',
    params: {},
    request: z.strictObject({ reportIds: z.array(z.uuid()).min(1).max(100) }),
    response: z.strictObject({ retried: z.int().min(0) }),
    problems: staffProblems,
  },
} as const satisfies Record<string, Operation>
