import { z } from 'zod'

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/**
 * What the public files of a 社会保障卡 say (LD/T 32, files EF05 and EF06 of the social security environment; devices.md F1).
 * A field is null where the card has no such record, or leaves it empty.
 */
export const socialSecurityCardSchema = z.strictObject({
  /** 社会保障号码, which is the 公民身份号码 of its holder. */
  number: z.string().min(1),
  name: z.string().min(1),
  /** GB/T 2261.1. */
  sex: z.enum(['male', 'female', 'unknown', 'unstated']).nullable(),
  /** 民族 as two digits of GB/T 3304, and as written. */
  nationCode: z.string().nullable(),
  nation: z.string().nullable(),
  /** 出生地 as six digits of GB/T 2260; not on newer cards. */
  birthplaceCode: z.string().nullable(),
  birth: isoDate.nullable(),
  /** 卡号: what is printed on the card, not the number of its holder. */
  cardNumber: z.string().nullable(),
  /** 规范版本, e.g. `3.00`. */
  version: z.string().nullable(),
  /** 初始化机构编号. */
  issuer: z.string().nullable(),
  issued: isoDate.nullable(),
  validUntil: isoDate.nullable(),
})
export type SocialSecurityCard = z.infer<typeof socialSecurityCardSchema>

/** Doubts about a card that was read: to be shown to the clerk, no reason to refuse. */
export const socialSecurityCardWarnings = ['number-check-digit', 'number-birth-mismatch', 'expired'] as const

export const socialSecurityReadingSchema = z.strictObject({
  card: socialSecurityCardSchema,
  warnings: z.array(z.enum(socialSecurityCardWarnings)),
})
export type SocialSecurityReading = z.infer<typeof socialSecurityReadingSchema>

/** What can be asked of a 社保卡读卡器. */
export const smartCardOperations = {
  /** Waits up to `timeoutMs` for a card to be put in, then reads its public files. Asks for no PIN and no key. */
  'smart-card:read': {
    kind: 'smart-card-reader',
    input: z.strictObject({ timeoutMs: z.int().min(100).max(600_000) }),
    output: socialSecurityReadingSchema,
  },
} as const
