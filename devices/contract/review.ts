import { z } from 'zod'

/** 好差评's five levels, best first, and what they are called (GB/T 39734, GB/T 39735). */
export const satisfactionNames = {
  'very-satisfied': '非常满意',
  satisfied: '满意',
  'fairly-satisfied': '基本满意',
  dissatisfied: '不满意',
  'very-dissatisfied': '非常不满意',
} as const
export type Satisfaction = keyof typeof satisfactionNames

/** Best first. */
export const satisfactions = Object.keys(satisfactionNames) as [Satisfaction, ...Satisfaction[]]
export const satisfactionSchema = z.enum(satisfactions)

/**
 * The two numberings of the same five levels run in opposite directions (domain facts §1.8): GB/T 39046 A.8 counts
 * from 1 = 非常满意, the national platform's pads and indicator codes from 5 = 非常满意. Inside there are names only.
 */
export const satisfactionScales = ['gbt-39046', 'national-platform'] as const
export type SatisfactionScale = (typeof satisfactionScales)[number]

/** The number of a level on a scale, 1 to 5. */
export function toLevel(satisfaction: Satisfaction, scale: SatisfactionScale): number {
  const place = satisfactions.indexOf(satisfaction)
  return scale === 'gbt-39046' ? place + 1 : satisfactions.length - place
}

/** The level of a number on a scale; null for what is no level. */
export function fromLevel(level: number, scale: SatisfactionScale): Satisfaction | null {
  const place = scale === 'gbt-39046' ? level - 1 : satisfactions.length - level
  return satisfactions[place] ?? null
}

/** An indicator code (评价指标码) of the national platform: its first digit is the level on that platform's scale. */
export const reviewReasonSchema = z.string().regex(/^[1-5]\d{2}$/)

/**
 * What a citizen said, or that nobody said anything. Silence is 未评价 and never 满意; who pressed nothing and who
 * declined are told apart.
 */
export const reviewAnswerSchema = z.discriminatedUnion('outcome', [
  z
    .strictObject({
      outcome: z.literal('rated'),
      satisfaction: satisfactionSchema,
      reasons: z.array(reviewReasonSchema).max(20),
    })
    .refine(
      ({ satisfaction, reasons }) =>
        reasons.every((code) => Number(code[0]) === toLevel(satisfaction, 'national-platform')),
      'a reason belongs to another level than the one given',
    ),
  z.strictObject({ outcome: z.literal('not-rated'), why: z.enum(['timeout', 'declined']) }),
])
export type ReviewAnswer = z.infer<typeof reviewAnswerSchema>

/** What can be asked of a 评价器. */
export const reviewOperations = {
  /** Shows the five levels to the citizen and waits for one key. */
  'review:ask': {
    kind: 'review-pad',
    input: z.strictObject({
      timeoutMs: z.int().min(1000).max(600_000),
      /** The matter that is reviewed, for pads with a screen; nobody's name. */
      matter: z.string().min(1).max(60).optional(),
    }),
    output: reviewAnswerSchema,
  },
} as const
