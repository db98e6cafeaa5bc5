import { followUpStates, reviewChannels, satisfactions } from '#sync/model'
import { z } from 'zod'

const isoTime = z.iso.datetime({ offset: true })
const counts = z.record(z.enum(satisfactions), z.int())

export const reviewIdSchema = z.uuid()
/** How many days back the statistics go. */
export const reviewDaysSchema = z.coerce.number().int().min(1).max(366).default(30)

/** The review that stands: the first of its visit or case, also where another came later. */
export const reviewAnswerSchema = z.strictObject({
  reviewId: reviewIdSchema,
  caseId: z.uuid().nullable(),
  satisfaction: z.enum(satisfactions),
})
export type ReviewReceipt = z.infer<typeof reviewAnswerSchema>

/** 核实和整改, as a supervisor enters it. The note names what was done, and nobody. */
export const followUpSchema = z.strictObject({
  /** Names this entry: a repeat is the same one. */
  followUpId: z.uuid(),
  state: z.enum(followUpStates).exclude(['open']),
  note: z.string().max(500).default(''),
})
export type FollowUp = z.infer<typeof followUpSchema>

/** 差评 as a task: what was said of which case, and what has been done about it. */
export const badReviewSchema = z.strictObject({
  reviewId: reviewIdSchema,
  receiptNumber: z.string(),
  terminalId: z.string(),
  themeId: z.string(),
  /** Null for the visit as a whole. */
  caseNumber: z.string().nullable(),
  department: z.string().nullable(),
  satisfaction: z.enum(satisfactions),
  reasons: z.array(z.strictObject({ code: z.string(), text: z.string() })),
  channel: z.enum(reviewChannels),
  reviewedAt: isoTime,
  state: z.enum(followUpStates),
  followUps: z.array(
    z.strictObject({ state: z.enum(followUpStates), note: z.string(), at: isoTime, by: z.string() }),
  ),
})
export type BadReview = z.infer<typeof badReviewSchema>

/** 好差评统计 of some days, and the bad reviews: those that wait for somebody first. */
export const reviewListSchema = z.strictObject({
  since: isoTime,
  counts,
  byTerminal: z.array(z.strictObject({ terminalId: z.string(), counts })),
  /** Visits of these days, and of how many the citizen said something: silence is 未评价, on no level. */
  visits: z.strictObject({ all: z.int(), reviewed: z.int() }),
  openBad: z.int(),
  bad: z.array(badReviewSchema),
})
export type ReviewList = z.infer<typeof reviewListSchema>
