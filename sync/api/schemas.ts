import { caseResultSchema, caseStatuses, representationSchema } from '#sync/model'
import { departmentMaterialSchema, departmentResultSchema, fitsStatus } from './result-schemas.ts'
import { z } from 'zod'

const isoTime = z.iso.datetime({ offset: true })
const base64 = z.base64()
const hash = z.string().regex(/^[0-9a-f]{64}$/)

/** Ids in paths. */
export const intakeIdSchema = z.uuid()
export const partIdSchema = z.string().regex(/^[a-z0-9-]{1,60}$/)
export const terminalIdSchema = z.string().regex(/^[A-Z0-9]{2,6}$/)
export const departmentIdSchema = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/)
export const caseIdSchema = z.uuid()
export const materialIdSchema = z.string().regex(/^[a-z][a-z0-9-]{0,80}$/)

export const healthSchema = z.strictObject({ status: z.literal('ok'), time: isoTime })

/** The hub's name, clock and public encryption key (P-256), which a terminal pins when it is enrolled. */
export const hubInfoSchema = z.strictObject({
  hubId: z.string(),
  apiVersion: z.literal('1'),
  time: isoTime,
  encryptionKey: z.strictObject({
    keyId: z.string(),
    publicKey: z.strictObject({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: z.string(),
      y: z.string(),
    }),
  }),
})

/** 终端登记. The request is signed with the key that it brings. */
export const enrolmentSchema = z.strictObject({
  siteCode: z.string().regex(/^\d{6}$/),
  name: z.string().min(1).max(200),
  /** Ed25519, 32 bytes, base64url. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
})
export const enrolmentAnswerSchema = z.strictObject({ status: z.enum(['pending', 'approved', 'revoked']) })

/** 收件申报: the packet's header as it was signed. */
export const announcementSchema = z.strictObject({
  header: base64.max(400_000),
  signature: base64.max(100),
  packetHash: hash,
})
export const announcementAnswerSchema = z.strictObject({
  state: z.enum(['announced', 'committed']),
  missingParts: z.array(partIdSchema),
})

export const partAnswerSchema = z.strictObject({ partId: partIdSchema, size: z.int(), sha256: hash })

/** 续传: where a piece begins in its part. */
export const offsetSchema = z.string().regex(/^(?:0|[1-9]\d{0,8})$/)
/** 续传: how many bytes of a part are stored for good. */
export const receivedSchema = z.strictObject({ received: z.int().min(0), size: z.int().min(0) })

/** 办件: one department's share of an intake. */
export const caseSchema = z.strictObject({
  caseId: caseIdSchema,
  matterId: z.string(),
  department: departmentIdSchema,
  caseNumber: z.string(),
  status: z.enum(caseStatuses),
  /** 办理结果; null until the department has decided, and where it did not enter one. */
  result: caseResultSchema.nullable().default(null),
})
export type HubCase = z.infer<typeof caseSchema>

/** 受理登记结果: the answer to the commit, the same for ever. */
export const commitAnswerSchema = z.strictObject({
  packetHash: hash,
  provinceNumber: z.string(),
  committedAt: isoTime,
  cases: z.array(caseSchema),
})
export type CommitAnswer = z.infer<typeof commitAnswerSchema>

/** 补正事项: what a department asks for. */
export const supplementItemSchema = z.strictObject({
  materialId: z.string().max(60).nullable(),
  text: z.string().min(1).max(500),
})

const eventBase = {
  eventId: z.uuid(),
  /** Strictly increasing; orders events of one feed. */
  position: z.int().positive(),
  intakeId: intakeIdSchema,
  at: isoTime,
}

/** 变更流 events, told to the terminal that took the intake in. */
export const feedEventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...eventBase,
    type: z.literal('intake.accepted'),
    provinceNumber: z.string(),
    cases: z.array(caseSchema),
  }),
  z.strictObject({
    ...eventBase,
    type: z.literal('case.progressed'),
    case: caseSchema,
    opinion: z.string().max(1000).optional(),
  }),
  z.strictObject({
    ...eventBase,
    type: z.literal('case.supplement-requested'),
    requestId: z.uuid(),
    case: caseSchema,
    items: z.array(supplementItemSchema).min(1),
    dueDate: z.iso.date().nullable(),
    note: z.string().max(1000),
  }),
  z.strictObject({
    ...eventBase,
    type: z.literal('payment.settled'),
    orderNumber: z.string(),
    amountFen: z.int().positive(),
    transactionId: z.string(),
    paidAt: isoTime,
  }),
])
export type FeedEvent = z.infer<typeof feedEventSchema>

export const feedSchema = z.strictObject({
  events: z.array(feedEventSchema),
  /** Opaque; give it back to go on from here. */
  cursor: z.string().max(200).nullable(),
  more: z.boolean(),
  /**
   * Another one than before: the hub was restored from a back-up, and may lack what it had confirmed. A hub that has no
   * such thing does not name one.
   */
  epoch: z.string().max(60).optional(),
})

/** 补正、容缺补交 as the department of one matter sees it. */
export const departmentSupplementSchema = z.strictObject({
  intakeId: intakeIdSchema,
  receiptNumber: z.string(),
  /** The 补正告知 that it answers; null for papers that were deferred. */
  requestId: z.string().nullable(),
  submittedAt: isoTime,
  items: z.array(z.strictObject({ materialId: z.string(), text: z.string() })),
  materials: z.array(
    z.strictObject({ materialId: z.string(), status: z.string(), attachments: z.array(z.string()) }),
  ),
  representation: representationSchema.nullable(),
})
export type DepartmentSupplement = z.infer<typeof departmentSupplementSchema>

/** A case as its department sees it: only the values and materials that its matter uses. */
export const departmentCaseSchema = z.strictObject({
  ...caseSchema.shape,
  intakeId: intakeIdSchema,
  provinceNumber: z.string(),
  receiptNumber: z.string(),
  receivedAt: isoTime,
  values: z.record(z.string(), z.string()),
  materials: z.array(departmentMaterialSchema),
  /** 代办: who acted for the applicant; the proof's pages are among the attachments. */
  representation: representationSchema.nullable(),
  /** 智能预审: what the hub's own run of the rules found for this matter, and why the window sent it nevertheless. */
  findings: z.array(
    z.strictObject({ rule: z.string(), target: z.string(), text: z.string(), reason: z.string().nullable() }),
  ),
  /** What was handed in after the intake, newest last. */
  supplements: z.array(departmentSupplementSchema),
})
export type DepartmentCase = z.infer<typeof departmentCaseSchema>
export const departmentCasesSchema = z.strictObject({ cases: z.array(departmentCaseSchema) })

/** 办理进度, entered by the department. */
export const progressSchema = z
  .strictObject({
    status: z.enum(['accepted', 'rejected', 'processing', 'suspended', 'completed']),
    opinion: z.string().max(1000).optional(),
    /** 办理结果, with 办结 only. */
    result: departmentResultSchema.optional(),
  })
  .refine(fitsStatus, 'a result comes with a completed case, and a refusal with its reason')
export type Progress = z.infer<typeof progressSchema>

/** 补正告知, entered by the department. */
export const supplementRequestSchema = z.strictObject({
  items: z.array(supplementItemSchema).min(1).max(50),
  dueDate: z.iso.date().nullable().default(null),
  note: z.string().max(1000).default(''),
})
export const supplementAnswerSchema = z.strictObject({ requestId: z.uuid(), case: caseSchema })

/** An intake for the hall's supervisor: numbers and states, nothing of the person. */
export const intakeOverviewSchema = z.strictObject({
  intakeId: intakeIdSchema,
  receiptNumber: z.string(),
  terminalId: terminalIdSchema,
  state: z.enum(['announced', 'committed']),
  packetHash: hash,
  provinceNumber: z.string().nullable(),
  attachments: z.int(),
  cases: z.array(caseSchema),
})
export const intakeListSchema = z.strictObject({ intakes: z.array(intakeOverviewSchema) })

/** How many events a page of the feed may have. */
export const feedLimitSchema = z.coerce.number().int().min(1).max(500).default(200)
