import { heldLicenceSchema } from '#sync/model'
import { z } from 'zod'

const element = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,40}$/)

/** 电子证照核验与调取: whose data are asked for, by the number on the card or by the code that the holder shows. */
const licenceHolderSchema = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('number'),
    idNumber: z.string().min(4).max(40),
    name: z.string().min(1).max(200),
  }),
  /** 扫码亮证: the text of the code as the scanner gave it. The code itself is the holder's consent. */
  z.strictObject({ by: z.literal('code'), code: z.string().min(1).max(1000) }),
])

/**
 * 调取申请: the fields of one person that the form of one theme asks for, and the papers that an authority holds. The
 * hub gives nothing that is not named here, and nothing that the theme does not use.
 */
export const licenceQuerySchema = z.strictObject({
  queryId: z.uuid(),
  themeId: z.string().max(60),
  subject: z.string().max(40),
  holder: licenceHolderSchema,
  elements: z.array(element).max(100),
  materials: z.array(z.string().max(60)).max(60),
  /** 授权: who heard the holder agree, when, and to which words. */
  consent: z.strictObject({
    operatorId: z.string().max(60),
    at: z.iso.datetime({ offset: true }),
    words: z.string().min(4).max(300),
  }),
})
export type LicenceQuery = z.infer<typeof licenceQuerySchema>

/** What the registers know of it. A value says which register it is from. */
export const licenceAnswerSchema = z.strictObject({
  queryId: z.uuid(),
  holder: z.strictObject({ idNumber: z.string().max(40), name: z.string().max(200) }),
  values: z.record(
    element,
    z.strictObject({
      value: z.string().max(2000),
      source: z.enum(['licence', 'shared']),
      register: z.string().max(100),
    }),
  ),
  materials: z.array(
    z.strictObject({
      materialId: z.string().max(60),
      /** Null: no register has it, so the paper is needed. */
      found: heldLicenceSchema.nullable(),
    }),
  ),
})
export type LicenceAnswer = z.infer<typeof licenceAnswerSchema>

/** 示例亮证码: the demonstration hall shows a code as the citizen's telephone would. */
export const codeRequestSchema = z.strictObject({ idNumber: z.string().min(4).max(40) })
export const codeAnswerSchema = z.strictObject({ code: z.string(), expiresAt: z.iso.datetime() })
