import { z } from 'zod'
import { conditionSchema } from './condition.ts'

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, '只能用小写字母、数字和连字符')
const subjectId = z.string().regex(/^[a-z][A-Za-z0-9]*$/)

/** Where a statement in the data comes from: the plan's text, another public source, or nobody yet (示例配置). */
export const provenanceSchema = z.enum(['plan', 'source', 'unverified'])

/** 情形问题: asked only when its answer changes what the person must do or bring. */
export const questionSchema = z.strictObject({
  id,
  ask: z.string().min(1),
  why: z.string().optional(),
  when: conditionSchema.optional(),
  options: z
    .array(z.strictObject({ value: id, label: z.string().min(1), hint: z.string().optional() }))
    .min(2),
})

/** 主体: a person or organisation that the form speaks of, e.g. the newborn, the mother, the company. */
export const subjectSchema = z.strictObject({
  id: subjectId,
  label: z.string().min(1),
  kind: z.enum(['person', 'organisation', 'property', 'project', 'affair']),
  when: conditionSchema.optional(),
  /** Whether this subject's identity card may be read at the reader to fill its fields. */
  readsCard: z.boolean().default(false),
})

/** 表单字段: one data element of one subject, as one matter needs it. */
export const fieldUseSchema = z.strictObject({
  subject: subjectId,
  element: z.string().min(1),
  /** Overrides the element's label where the matter's own word is clearer. */
  label: z.string().optional(),
  required: z.boolean().default(true),
  when: conditionSchema.optional(),
})

/** 申请材料, defined once a theme and used by matters. Codes in the comments are those of the national lists. */
export const materialSchema = z.strictObject({
  id,
  name: z.string().min(1),
  /** 必要性: 1 必要 / 2 非必要 / 3 容缺后补. */
  necessity: z.enum(['required', 'optional', 'deferrable']),
  /** 来源渠道: 10 申请人自备 / 20 政府部门核发 / 99 其他. */
  source: z.enum(['applicant', 'government', 'other']),
  /** 材料形式: 1 纸质 / 2 电子化 / 3 纸质或电子化. */
  form: z.enum(['paper', 'electronic', 'either']).default('either'),
  /** Why the person is asked for it, in plain words. */
  why: z.string().min(1),
  /** Whether it is generated here and only signed (申请表、承诺书). */
  generated: z.boolean().default(false),
  /** Held by the authorities as e-licence or shared data: named on the notice as not needed on paper. */
  heldBy: z.string().optional(),
  /** Whose paper it is: the subject by whose number a register finds it. */
  of: subjectId.optional(),
  /** Whether a written commitment may stand for it (告知承诺). */
  commitment: z.boolean().default(false),
  /** Longest deferral in working days, where the published list allows one (容缺受理). */
  deferWorkingDays: z.int().positive().optional(),
  pages: z.int().positive().optional(),
  when: conditionSchema.optional(),
  provenance: provenanceSchema.default('unverified'),
})

/** 事项 with the elements of its implementation list that a terminal shows or acts on. */
export const matterSchema = z.strictObject({
  id,
  name: z.string().min(1),
  department: id,
  /** 实施编码, when the site's own list gives one. */
  implementationCode: z.string().optional(),
  /** 办件类型: 1 即办件 / 2 承诺件. */
  handling: z.enum(['instant', 'promise']),
  /** 承诺办结时限 in working days, from the department's acceptance. */
  workingDays: z.int().min(0),
  /** Fee in yuan; 0 says free. */
  feeYuan: z.number().min(0).default(0),
  feeBasis: z.string().optional(),
  result: z.string().optional(),
  /** Matters of the same theme whose result this one needs (串联); others run side by side (并联). */
  dependsOn: z.array(id).default([]),
  when: conditionSchema.optional(),
  fields: z.array(fieldUseSchema),
  materials: z.array(id),
  /** 导办: the act itself happens elsewhere; the terminal takes the appointment and says what to bring (see the theme's guidance). */
  guided: z.boolean().optional(),
  provenance: provenanceSchema.default('unverified'),
})

/** A check across fields, with the sentence that a person reads beside `field`. */
export const formRuleSchema = z.strictObject({
  id,
  field: z.string().min(1),
  check: z.enum([
    'notBefore',
    'notAfter',
    'differs',
    'equals',
    'ageAtLeast',
    'ageBelow',
    'birthMatchesId',
    'sexMatchesId',
    'surnameOf',
    'withinDays',
    'sumEquals',
  ]),
  against: z.array(z.string()).default([]),
  amount: z.number().optional(),
  severity: z.enum(['error', 'warning']).default('error'),
  message: z.string().min(1),
  when: conditionSchema.optional(),
})

/** 预约/导办: what the terminal does where the act itself must happen elsewhere. */
export const guidanceSchema = z.strictObject({
  reason: z.string().min(1),
  where: z.string().min(1),
  whenOpen: z.string().min(1),
  bring: z.array(z.string().min(1)).min(1),
  appointment: z.boolean(),
})

/** 主题（一件事）: one life event, several departments' matters, one visit. */
export const themeSchema = z.strictObject({
  id,
  /** Number in the action plan, 1–26; a theme from another list has none. */
  number: z.int().min(1).max(26).optional(),
  name: z.string().min(1),
  /** The whole as people call it, e.g. 出生一件事. */
  title: z.string().min(1),
  summary: z.string().min(1),
  lifecycle: z.enum(['person', 'enterprise', 'project']),
  stage: z.string().min(1),
  /** Verbatim from the plan. */
  lead: z.string().min(1),
  partners: z.string().min(1),
  deadline: z.string().min(1),
  keywords: z.array(z.string().min(1)),
  popularity: z.number().min(0).max(100).default(10),
  questions: z.array(questionSchema),
  subjects: z.array(subjectSchema).min(1),
  /** Subjects that may apply and sign, the usual one first. */
  applicants: z.array(subjectId).min(1),
  matters: z.array(matterSchema).min(1),
  materials: z.array(materialSchema),
  rules: z.array(formRuleSchema).default([]),
  guidance: guidanceSchema.optional(),
  follows: z.array(id).default([]),
  provenance: provenanceSchema.default('plan'),
})

/** 部门 and its plain name; a power company counts too, so this is not only for authorities. */
export const departmentSchema = z.strictObject({
  id,
  name: z.string().min(1),
  shortName: z.string().min(1),
  kind: z.enum(['authority', 'utility', 'institution']),
})

export type Question = z.infer<typeof questionSchema>
export type Subject = z.infer<typeof subjectSchema>
export type FieldUse = z.infer<typeof fieldUseSchema>
export type Material = z.infer<typeof materialSchema>
export type Matter = z.infer<typeof matterSchema>
export type FormRule = z.infer<typeof formRuleSchema>
export type Guidance = z.infer<typeof guidanceSchema>
export type Theme = z.infer<typeof themeSchema>
export type Department = z.infer<typeof departmentSchema>
