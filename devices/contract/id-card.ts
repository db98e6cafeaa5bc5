import { z } from 'zod'

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** 指纹: a template of the chip, with what its own head says of it. */
export const fingerprintSchema = z.strictObject({
  /** Which finger; null where the head names none. */
  finger: z
    .enum([
      'right-thumb',
      'right-index',
      'right-middle',
      'right-ring',
      'right-little',
      'left-thumb',
      'left-index',
      'left-middle',
      'left-ring',
      'left-little',
    ])
    .nullable(),
  registered: z.boolean(),
  /** As the taker judged it, 0–100. */
  quality: z.int().min(0).max(255),
  /** 512 bytes that only a listed maker's algorithm compares. */
  template: z.instanceof(Uint8Array),
})
export type Fingerprint = z.infer<typeof fingerprintSchema>

/**
 * What a reader reads from 居民身份证, 外国人永久居留身份证 or 港澳台居民居住证, in one shape.
 * Field meanings: GA/T 467 text area, devices.md A6; `sex` by GB/T 2261.1, `nationCode` by GB/T 3304.
 */
export const idCardSchema = z.strictObject({
  kind: z.enum(['resident', 'foreigner', 'residencePermit']),
  /** 姓名; a foreigner without a Chinese name has the English one here too. */
  name: z.string().min(1),
  nameEnglish: z.string().nullable(),
  sex: z.enum(['male', 'female', 'unknown', 'unstated']),
  /** 民族 as two digits; null where the card has none. */
  nationCode: z.string().nullable(),
  /** 民族 as written (汉, 维吾尔 …); on a foreigner's card the three-letter country (国籍). */
  nation: z.string().nullable(),
  birth: isoDate,
  address: z.string().nullable(),
  /** 公民身份号码 or 证件号码. */
  number: z.string().min(1),
  /** 通行证号码 and 签发次数 of a 港澳台居民居住证; absent from other cards. */
  travelPermitNumber: z.string().optional(),
  issueCount: z.string().optional(),
  /** What a holder of the 2023 foreigner's card had as number before; absent where it cannot be told. */
  formerNumber: z.string().optional(),
  /** 最新住址, where it was asked for: null if the chip holds none. */
  latestAddress: z.string().nullable().optional(),
  /** 指纹, where they were asked for; empty if the chip holds none. */
  fingerprints: z.array(fingerprintSchema).optional(),
  /** 签发机关. */
  authority: z.string().nullable(),
  validFrom: isoDate,
  validUntil: z.union([isoDate, z.literal('长期')]),
  /** The portrait, still in the WLT form that only a licensed decoder opens; null if the reader sent none. */
  photoWlt: z.instanceof(Uint8Array).nullable(),
})
export type IdCard = z.infer<typeof idCardSchema>

/** Doubts about a card that was read: to be shown to the clerk, no reason to refuse. */
export const idCardWarnings = [
  /** The last character of the number is not the one that GB 11643 computes. */
  'number-check-digit',
  /** The birth date in the number is another than the one printed. */
  'number-birth-mismatch',
  /** `validUntil` lies before today on this terminal's clock. */
  'expired',
  /** The nation code is not in GB/T 3304. */
  'unknown-nation-code',
  /** 最新住址 was asked for and could not be read. */
  'latest-address-unread',
  /** The fingerprints were asked for and could not be read. */
  'fingerprints-unread',
  /** There is a decoder for the portrait, and it did not give a picture. */
  'portrait-undecoded',
] as const
export const idCardWarningSchema = z.enum(idCardWarnings)
export type IdCardWarning = z.infer<typeof idCardWarningSchema>

export const idCardReadingSchema = z.strictObject({
  card: idCardSchema,
  warnings: z.array(idCardWarningSchema),
  /** The portrait as a bitmap of 102×126, where this hall has a decoder for it: to be looked at, not kept. */
  portrait: z.instanceof(Uint8Array).optional(),
})
export type IdCardReading = z.infer<typeof idCardReadingSchema>

/** What can be asked of a 身份证阅读机. */
export const idCardOperations = {
  /** Waits up to `timeoutMs` for a card to be put on, then reads it. */
  'id-card:read': {
    kind: 'id-card-reader',
    input: z.strictObject({
      timeoutMs: z.int().min(100).max(600_000),
      /** Also asks the chip for 最新住址. */
      latestAddress: z.boolean().optional(),
      /** Also asks the chip for its fingerprints. */
      fingerprints: z.boolean().optional(),
    }),
    output: idCardReadingSchema,
  },
  /** Whether the security module is well, and its number. @throws as the module says */
  'id-card:info': {
    kind: 'id-card-reader',
    input: z.strictObject({}),
    output: z.strictObject({
      /** As vendors print it; null from a reader that does not tell. */
      samId: z.string().nullable(),
      /** false from a reader that is deaf to the question for its status, yet answers. */
      answersStatus: z.boolean(),
    }),
  },
} as const
