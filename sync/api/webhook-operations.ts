import { caseStatuses } from '#sync/model'
import { z } from 'zod'
import { type Operation, staffProblems } from './operation.ts'
import { caseIdSchema, departmentIdSchema, intakeIdSchema } from './schemas.ts'

/**
 * 部门通知: what a department's inbox is told. Numbers and states only; what the case holds is fetched by the department's own call.
 * A repeat has the same `deliveryId`, whatever happened in between.
 */
export const webhookEventSchema = z.strictObject({
  deliveryId: z.uuid(),
  department: departmentIdSchema,
  type: z.enum(['case.received', 'case.progressed', 'case.supplement-requested']),
  intakeId: intakeIdSchema,
  caseId: caseIdSchema,
  caseNumber: z.string(),
  matterId: z.string(),
  status: z.enum(caseStatuses),
  at: z.iso.datetime({ offset: true }),
})
export type WebhookEvent = z.infer<typeof webhookEventSchema>

/** Why a delivery failed. */
export const webhookProblems = [
  'unreachable',
  'timeout',
  'not-http',
  'redirected',
  'refused',
  'failed',
  'cut-off',
  'too-large',
  'certificate',
] as const
export type WebhookProblem = (typeof webhookProblems)[number]

/** How a department's inbox stands. */
export const webhookStateSchema = z.strictObject({
  department: departmentIdSchema,
  url: z.string(),
  /** `dead`: failing for an hour or more. It is tried on, and heals by itself. */
  state: z.enum(['ok', 'failing', 'dead']),
  attempts: z.int().min(0),
  failingSince: z.iso.datetime().nullable(),
  lastProblem: z.enum(webhookProblems).nullable(),
  nextAttemptAt: z.iso.datetime().nullable(),
  lastDeliveredAt: z.iso.datetime().nullable(),
  /** Events of the feed that have not been looked at for this department. */
  behind: z.int().min(0),
})
export type WebhookState = z.infer<typeof webhookStateSchema>

export const webhookOperations = {
  getWebhookKey: {
    operationId: 'getWebhookKey',
    method: 'GET',
    path: '/webhook-key',
    summary: '部门通知的签名公钥（Ed25519）',
    access: 'public',
    params: {},
    response: z.strictObject({ keyId: z.string(), publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/) }),
    problems: ['internal'],
  },
  listWebhooks: {
    operationId: 'listWebhooks',
    method: 'GET',
    path: '/webhooks',
    summary: '部门通知的送达情况',
    access: 'staff',
    params: {},
    response: z.strictObject({ webhooks: z.array(webhookStateSchema) }),
    problems: staffProblems,
  },
} as const satisfies Record<string, Operation>
