import { z } from 'zod'
import { formValuesSchema } from './form.ts'
import { supplementSchema } from './supplement.ts'

const isoTime = z.iso.datetime({ offset: true })
const isoDate = z.iso.date()
const hex64 = z.string().regex(/^[0-9a-f]{64}$/)

/** 材料可信等级 (国办函〔2016〕108号): A issued by the authority, B checked at a window, C unattended, D self-declared. */
export const evidenceGrades = ['A', 'B', 'C', 'D'] as const
export type EvidenceGrade = (typeof evidenceGrades)[number]

/**
 * 清晰度检查: what makes a page hard to read: nothing on it, out of focus, burnt out by a lamp, lying askew, or of too few
 * pixels for its print.
 */
export const pageFlaws = ['empty', 'blurred', 'glare', 'skewed', 'coarse'] as const
export type PageFlaw = (typeof pageFlaws)[number]

/** A file of the intake: a scanned page, the signature, the card's photo. `id` names its packet part. */
export const attachmentSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  kind: z.enum(['scan', 'signature', 'signature-vector', 'card-photo']),
  mediaType: z.string().max(100),
  size: z.int().min(0),
  sha256: hex64,
  label: z.string().max(200),
  dpi: z.number().positive().optional(),
  widthPx: z.int().positive().optional(),
  heightPx: z.int().positive().optional(),
  /** What the check of the page saw; absent where it was not looked at, as on drafts of before. */
  flaws: z.array(z.enum(pageFlaws)).max(pageFlaws.length).optional(),
})
export type Attachment = z.infer<typeof attachmentSchema>

/** 电子证照 or shared record that was found for a material. */
export const heldLicenceSchema = z.strictObject({
  name: z.string().max(100),
  register: z.string().max(100),
  /** 电子证照标识 (GB/T 36904); null for shared data. */
  licenceId: z.string().max(128).nullable(),
  validUntil: z.string().max(10),
})
export type HeldLicence = z.infer<typeof heldLicenceSchema>

/** How one material of the list was met. */
export const materialEntrySchema = z.discriminatedUnion('status', [
  z.strictObject({
    materialId: z.string(),
    status: z.literal('attached'),
    grade: z.enum(evidenceGrades),
    attachments: z.array(z.string()).min(1),
  }),
  /** 容缺后补: accepted now, handed in by `dueDate`. */
  z.strictObject({ materialId: z.string(), status: z.literal('deferred'), dueDate: isoDate }),
  /** 电子证照/数据共享: an authority holds it; `licence` where it was looked up with the holder's consent. */
  z.strictObject({
    materialId: z.string(),
    status: z.literal('held'),
    licence: heldLicenceSchema.optional(),
  }),
  /** Generated from the form and covered by the applicant's signature. */
  z.strictObject({ materialId: z.string(), status: z.literal('generated') }),
  /** 告知承诺. */
  z.strictObject({ materialId: z.string(), status: z.literal('committed') }),
  z.strictObject({ materialId: z.string(), status: z.literal('absent') }),
])
export type MaterialEntry = z.infer<typeof materialEntrySchema>

/** Room for thirty written commitments; what is longer is refused, never cut. */
export const longestStatement = 20_000

/** The applicant's signature and the digest of exactly what was on the screen when it was given. */
export const signatureSchema = z.strictObject({
  signer: z.string(),
  image: z.string(),
  vector: z.string().optional(),
  /** How it was signed, and every promise in full. */
  statement: z.string().max(longestStatement),
  /** SHA-256 of the canonical text that was confirmed. */
  signedDigest: hex64,
  signedAt: isoTime,
})
export type IntakeSignature = z.infer<typeof signatureSchema>

/** One step of the intake's own history, packed with it. */
export const auditEventSchema = z.strictObject({
  at: isoTime,
  operatorId: z.string(),
  action: z.enum([
    'started',
    'card-read',
    'social-card-read',
    'licence-read',
    'scanned',
    'photographed',
    'file-added',
    'turned',
    'redacted',
    'removed',
    'deferred',
    'overridden',
    'signed',
    'submitted',
    'withdrawn',
    'restored',
    'handed-over',
    'taken-over',
  ]),
  detail: z.string().max(200).optional(),
})
export type AuditEvent = z.infer<typeof auditEventSchema>

/** A step that is a link of the chain (`sync/audit`); those of before there was one have no such place. */
export const auditEntrySchema = auditEventSchema.extend({
  sequence: z.int().min(1),
  /** `siteCode/terminalId` of where it was done. */
  terminal: z.string().max(40),
  /** Digest of the step before. */
  previous: hex64,
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

const historySchema = z.array(z.union([auditEntrySchema, auditEventSchema]))

/** What a packet's signed header says of the history within it. */
export const auditHeadSchema = z.strictObject({ entries: z.int().min(0), head: hex64 })
export type AuditHead = z.infer<typeof auditHeadSchema>

/** 代办: who acts for the applicant, as 监护人 or with a 授权委托书. They sign in the applicant's stead. */
export const representationSchema = z.strictObject({
  kind: z.enum(['guardian', 'agent']),
  name: z.string().max(100),
  idNumber: z.string().max(40),
  mobile: z.string().max(20),
  /** Pages of the 授权委托书, or of what shows the guardianship. */
  proof: z.array(z.string()).max(20),
})
export type Representation = z.infer<typeof representationSchema>

/**
 * 预审说明: why the clerk submits although the pre-check found something. It holds for exactly the finding it was given
 * for (rule, target and text): a finding that says something new must be looked at anew.
 */
export const overrideSchema = z.strictObject({
  rule: z.string().max(40),
  target: z.string().max(120),
  text: z.string().max(500),
  reason: z.string().trim().min(2).max(200),
  operatorId: z.string(),
  at: isoTime,
})
export type Override = z.infer<typeof overrideSchema>

/**
 * 换窗口: a draft that is on its way between terminals is closed here. `out`: it lies sealed at the hub, under this code.
 * `in`: it was fetched, and the hub has not yet said that it is ours.
 */
export const draftTransferSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('out'), code: z.string().max(100), expiresAt: isoTime }),
  z.strictObject({ kind: z.literal('in'), transferId: z.string().max(60), from: z.string().max(300) }),
])
export type DraftTransfer = z.infer<typeof draftTransferSchema>

/** A draft: everything the clerk has taken in so far. It lives only on this terminal, for one operator. */
export const draftSchema = z.strictObject({
  id: z.uuid(),
  operatorId: z.string(),
  themeId: z.string(),
  answers: z.record(z.string(), z.string()),
  values: formValuesSchema,
  materials: z.array(materialEntrySchema),
  attachments: z.array(attachmentSchema),
  overrides: z.array(overrideSchema).max(200).default([]),
  representation: representationSchema.nullable().default(null),
  /** Null for an intake that stands by itself. */
  supplement: supplementSchema.nullable().default(null),
  /** Id of the refused intake in whose place this one goes. */
  corrects: z.uuid().optional(),
  signature: signatureSchema.nullable(),
  /** Which step the clerk was on, to come back to it. */
  step: z.string().max(40),
  transfer: draftTransferSchema.nullable().default(null),
  audit: historySchema,
  createdAt: isoTime,
  updatedAt: isoTime,
})
export type Draft = z.infer<typeof draftSchema>

/** 收件: what is sealed, sent and split. Form part of the packet; attachments travel as parts beside it. */
export const intakeSchema = z.strictObject({
  schema: z.literal(1),
  intakeId: z.uuid(),
  receiptNumber: z.string(),
  themeId: z.string(),
  catalogueVersion: z.string(),
  answers: z.record(z.string(), z.string()),
  values: formValuesSchema,
  /** Ids of the matters of this situation, in order. */
  matters: z.array(z.string()).min(1),
  materials: z.array(materialEntrySchema),
  attachments: z.array(attachmentSchema),
  overrides: z.array(overrideSchema).max(200).default([]),
  representation: representationSchema.nullable().default(null),
  /** Null for an intake that stands by itself. */
  supplement: supplementSchema.nullable().default(null),
  signature: signatureSchema,
  operator: z.strictObject({ id: z.string(), name: z.string() }),
  terminal: z.strictObject({ id: z.string(), siteCode: z.string() }),
  startedAt: isoTime,
  submittedAt: isoTime,
  audit: historySchema,
})
export type Intake = z.infer<typeof intakeSchema>
