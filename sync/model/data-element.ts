import { z } from 'zod'

/** How much care a value needs: 公开 / 个人信息 / 敏感个人信息 (PIPL §28). */
export const sensitivities = ['public', 'personal', 'sensitive'] as const

/** Shapes that a value can have; each has its own control on screen and its own check. */
export const elementFormatSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    maxLength: z.int().positive(),
    multiline: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('personName'), maxLength: z.int().positive().default(50) }),
  z.strictObject({ kind: z.literal('residentId') }),
  z.strictObject({ kind: z.literal('identityNumber'), maxLength: z.int().positive().default(18) }),
  z.strictObject({ kind: z.literal('creditCode') }),
  z.strictObject({ kind: z.literal('projectCode') }),
  z.strictObject({ kind: z.literal('realEstateUnit') }),
  z.strictObject({ kind: z.literal('bankCard') }),
  z.strictObject({ kind: z.literal('mobile') }),
  z.strictObject({ kind: z.literal('phone') }),
  z.strictObject({ kind: z.literal('email') }),
  z.strictObject({ kind: z.literal('date'), notAfterToday: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('time') }),
  z.strictObject({
    kind: z.literal('number'),
    min: z.number().optional(),
    max: z.number().optional(),
    decimals: z.int().min(0).default(0),
    unit: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('money'), max: z.number().optional() }),
  z.strictObject({ kind: z.literal('code'), table: z.string().min(1) }),
  z.strictObject({ kind: z.literal('address') }),
  /** 行政区划 by its full name, down to the county or the town. */
  z.strictObject({ kind: z.literal('division') }),
  z.strictObject({ kind: z.literal('yesNo') }),
  /** 名册: any number of like rows, each cell a data element of its own. */
  z.strictObject({
    kind: z.literal('table'),
    /** What one row speaks of: 员工, 股东, 家庭成员. */
    row: z.string().min(1),
    /** Ids of the elements of a row, in their order; `?` at the end: the cell may stay empty. */
    columns: z
      .array(z.string().regex(/^[a-z][A-Za-z0-9]*\??$/, '写数据元的标识，可以不填的后面加问号'))
      .min(1)
      .max(10),
    maxRows: z.int().min(1).max(300).default(200),
  }),
])

/** See {@link elementFormatSchema}. */
export type ElementFormat = z.infer<typeof elementFormatSchema>

/**
 * 数据元: one meaning with one format, whoever asks for it. Two matters that use the same element of the same
 * person ask one question. `code` is the name in GB/T 39046 where that standard has one.
 */
export const dataElementSchema = z.strictObject({
  id: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  label: z.string().min(1),
  code: z.string().optional(),
  format: elementFormatSchema,
  sensitivity: z.enum(sensitivities),
  hint: z.string().optional(),
  example: z.string().optional(),
})

/** See {@link dataElementSchema}. */
export type DataElement = z.infer<typeof dataElementSchema>

/** 码表: the values that a coded element may take, with what people see and search for. */
export const codeTableSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  standard: z.string().optional(),
  entries: z.array(z.strictObject({ code: z.string().min(1), label: z.string().min(1) })).min(1),
})

/** See {@link codeTableSchema}. */
export type CodeTable = z.infer<typeof codeTableSchema>
