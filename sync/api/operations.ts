import { pickUpSchema, withdrawalSchema } from '#sync/model'
import type { z } from 'zod'
import * as licences from './licence-schemas.ts'
import * as parcels from './parcel-schemas.ts'
import * as payments from './payment-schemas.ts'
import * as pickUps from './pick-up-schemas.ts'
import type { ProblemName } from './problems.ts'
import * as progress from './progress-schemas.ts'
import * as schemas from './schemas.ts'

/** Who may call an operation: anybody, a terminal by its signature, or a department or supervisor by a bearer token. */
export type Access = 'public' | 'terminal' | 'staff'

/** One operation of the unified intake API. */
export interface Operation {
  readonly operationId: string
  readonly method: 'GET' | 'PUT' | 'POST'
  /** OpenAPI path template. */
  readonly path: string
  readonly summary: string
  readonly access: Access
  readonly params: Readonly<Record<string, z.ZodType>>
  readonly query?: Readonly<Record<string, z.ZodType>>
  /** JSON body, or `bytes` for application/octet-stream. */
  readonly request?: z.ZodType | 'bytes'
  /** JSON body, or `pdf` for application/pdf. */
  readonly response: z.ZodType | 'pdf'
  readonly problems: readonly ProblemName[]
}

const terminalProblems = [
  'malformed-request',
  'not-signed',
  'clock-skew',
  'replayed-request',
  'terminal-unknown',
  'terminal-pending',
  'terminal-revoked',
  'internal',
  'busy',
] as const satisfies ProblemName[]
const staffProblems = [
  'malformed-request',
  'not-authorised',
  'internal',
  'busy',
] as const satisfies ProblemName[]

/**
 * 统一受理接口, as a table: the hub registers its routes from it, the OpenAPI document is made from it, and the client
 * parses answers by it. Names follow GB/T 39046 where that standard has the thing.
 */
export const operations = {
  getHealth: {
    operationId: 'getHealth',
    method: 'GET',
    path: '/health',
    summary: '是否可用',
    access: 'public',
    params: {},
    response: schemas.healthSchema,
    problems: ['busy'],
  },
  getHub: {
    operationId: 'getHub',
    method: 'GET',
    path: '/hub',
    summary: '系统信息与加密公钥',
    access: 'public',
    params: {},
    response: schemas.hubInfoSchema,
    problems: ['internal'],
  },
  enrolTerminal: {
    operationId: 'enrolTerminal',
    method: 'PUT',
    path: '/terminals/{terminalId}',
    summary: '终端登记',
    access: 'public',
    params: { terminalId: schemas.terminalIdSchema },
    request: schemas.enrolmentSchema,
    response: schemas.enrolmentAnswerSchema,
    problems: ['malformed-request', 'not-signed', 'clock-skew', 'terminal-key-conflict', 'internal'],
  },
  announceIntake: {
    operationId: 'announceIntake',
    method: 'PUT',
    path: '/intakes/{intakeId}',
    summary: '收件申报',
    access: 'terminal',
    params: { intakeId: schemas.intakeIdSchema },
    request: schemas.announcementSchema,
    response: schemas.announcementAnswerSchema,
    problems: [...terminalProblems, 'hash-conflict', 'packet-invalid'],
  },
  uploadPart: {
    operationId: 'uploadPart',
    method: 'PUT',
    path: '/intakes/{intakeId}/parts/{partId}',
    summary: '上传收件的一个部分',
    access: 'terminal',
    params: { intakeId: schemas.intakeIdSchema, partId: schemas.partIdSchema },
    request: 'bytes',
    response: schemas.partAnswerSchema,
    problems: [...terminalProblems, 'digest-mismatch', 'intake-unknown', 'not-found', 'too-large'],
  },
  commitIntake: {
    operationId: 'commitIntake',
    method: 'POST',
    path: '/intakes/{intakeId}/commit',
    summary: '收件提交，按部门分件',
    access: 'terminal',
    params: { intakeId: schemas.intakeIdSchema },
    response: schemas.commitAnswerSchema,
    problems: [...terminalProblems, 'intake-unknown', 'parts-missing', 'packet-invalid'],
  },
  readFeed: {
    operationId: 'readFeed',
    method: 'GET',
    path: '/feed',
    summary: '本终端收件的变更流',
    access: 'terminal',
    params: {},
    query: { cursor: schemas.feedSchema.shape.cursor.unwrap().optional(), limit: schemas.feedLimitSchema },
    response: schemas.feedSchema,
    problems: [...terminalProblems, 'cursor-gone'],
  },
  withdrawIntake: {
    operationId: 'withdrawIntake',
    method: 'POST',
    path: '/intakes/{intakeId}/withdrawal',
    summary: '撤回：未办结的办件不再办理',
    access: 'terminal',
    params: { intakeId: schemas.intakeIdSchema },
    request: withdrawalSchema,
    response: progress.withdrawalAnswerSchema,
    problems: [...terminalProblems, 'intake-unknown', 'parts-missing'],
  },
  queryProgress: {
    operationId: 'queryProgress',
    method: 'POST',
    path: '/progress-queries',
    summary: '凭收件号和证件号码后四位查询办件进度',
    access: 'terminal',
    params: {},
    request: progress.progressQuerySchema,
    response: progress.progressAnswerSchema,
    problems: [...terminalProblems, 'progress-unknown', 'too-many-attempts'],
  },
  openPayment: {
    operationId: 'openPayment',
    method: 'POST',
    path: '/intakes/{intakeId}/payment',
    summary: '统一支付：开单或查询，重复调用总是同一张单',
    access: 'terminal',
    params: { intakeId: schemas.intakeIdSchema },
    response: payments.paymentSchema,
    problems: [...terminalProblems, 'not-found', 'payment-not-ready'],
  },
  chargePayment: {
    operationId: 'chargePayment',
    method: 'POST',
    path: '/intakes/{intakeId}/payment/charge',
    summary: '统一支付：扫付款码收款，已付的不再收',
    access: 'terminal',
    params: { intakeId: schemas.intakeIdSchema },
    request: payments.chargeSchema,
    response: payments.paymentSchema,
    problems: [...terminalProblems, 'not-found', 'payment-not-ready', 'payment-refused'],
  },
  orderParcel: {
    operationId: 'orderParcel',
    method: 'POST',
    path: '/intakes/{intakeId}/parcel',
    summary: '统一物流：取运单号，重复调用总是同一个',
    access: 'terminal',
    params: { intakeId: schemas.intakeIdSchema },
    response: parcels.parcelSchema,
    problems: [...terminalProblems, 'not-found', 'parcel-not-ready'],
  },
  recordPickUp: {
    operationId: 'recordPickUp',
    method: 'POST',
    path: '/intakes/{intakeId}/pick-ups',
    summary: '统一窗口出件：登记取件签收',
    access: 'terminal',
    params: { intakeId: schemas.intakeIdSchema },
    request: pickUpSchema,
    response: pickUps.pickUpAnswerSchema,
    problems: [...terminalProblems, 'intake-unknown'],
  },
  payAsCitizen: {
    operationId: 'payAsCitizen',
    method: 'POST',
    path: '/demonstration/payments',
    summary: '示例付款：代替手机扫码（仅示范大厅）',
    access: 'staff',
    params: {},
    request: payments.demonstrationPaymentSchema,
    response: payments.demonstrationPaymentSchema,
    problems: [...staffProblems, 'not-found'],
  },
  queryLicences: {
    operationId: 'queryLicences',
    method: 'POST',
    path: '/licence-queries',
    summary: '电子证照与共享数据调取',
    access: 'terminal',
    params: {},
    request: licences.licenceQuerySchema,
    response: licences.licenceAnswerSchema,
    problems: [
      ...terminalProblems,
      'not-found',
      'holder-unknown',
      'code-invalid',
      'code-expired',
      'code-used',
    ],
  },
  showCode: {
    operationId: 'showCode',
    method: 'POST',
    path: '/demonstration/codes',
    summary: '示例亮证码（仅示范大厅）',
    access: 'staff',
    params: {},
    request: licences.codeRequestSchema,
    response: licences.codeAnswerSchema,
    problems: [...staffProblems, 'not-found'],
  },
  listIntakes: {
    operationId: 'listIntakes',
    method: 'GET',
    path: '/intakes',
    summary: '收件总览',
    access: 'staff',
    params: {},
    response: schemas.intakeListSchema,
    problems: staffProblems,
  },
  getIntake: {
    operationId: 'getIntake',
    method: 'GET',
    path: '/intakes/{intakeId}/overview',
    summary: '一份收件的状态',
    access: 'staff',
    params: { intakeId: schemas.intakeIdSchema },
    response: schemas.intakeOverviewSchema,
    problems: [...staffProblems, 'not-found'],
  },
  listDepartmentCases: {
    operationId: 'listDepartmentCases',
    method: 'GET',
    path: '/departments/{departmentId}/cases',
    summary: '部门待办',
    access: 'staff',
    params: { departmentId: schemas.departmentIdSchema },
    response: schemas.departmentCasesSchema,
    problems: staffProblems,
  },
  readCaseMaterial: {
    operationId: 'readCaseMaterial',
    method: 'GET',
    path: '/cases/{caseId}/materials/{materialId}',
    summary: '一份材料，PDF/A',
    access: 'staff',
    params: { caseId: schemas.caseIdSchema, materialId: schemas.materialIdSchema },
    response: 'pdf',
    problems: [...staffProblems, 'not-found'],
  },
  reportProgress: {
    operationId: 'reportProgress',
    method: 'POST',
    path: '/cases/{caseId}/progress',
    summary: '录入办理进度',
    access: 'staff',
    params: { caseId: schemas.caseIdSchema },
    request: schemas.progressSchema,
    response: schemas.caseSchema,
    problems: [...staffProblems, 'not-found', 'case-status-conflict'],
  },
  requestSupplement: {
    operationId: 'requestSupplement',
    method: 'POST',
    path: '/cases/{caseId}/supplement-requests',
    summary: '录入补正告知',
    access: 'staff',
    params: { caseId: schemas.caseIdSchema },
    request: schemas.supplementRequestSchema,
    response: schemas.supplementAnswerSchema,
    problems: [...staffProblems, 'not-found', 'case-status-conflict'],
  },
} as const satisfies Record<string, Operation>

export type OperationId = keyof typeof operations
