import { z } from 'zod'
import { ratingCodes } from './code-mapping.ts'
import { reviewReasons } from './review-reasons.ts'

/** 好差评's five levels, best first, by the names that the review pads use too; numbers exist only in {@link ratingCodes}. */
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

/** 差评: what somebody has to look into. */
export function isBadReview(satisfaction: Satisfaction): boolean {
  return satisfaction === 'dissatisfied' || satisfaction === 'very-dissatisfied'
}

/** The reasons (评价指标) that a level offers, by their codes. */
export function reasonsFor(satisfaction: Satisfaction): { readonly code: string; readonly text: string }[] {
  const level = ratingCodes.codeOf('national-platform', satisfaction) ?? ''
  return Object.entries(reviewReasons).flatMap(([code, text]) =>
    code.startsWith(level) ? [{ code, text }] : [],
  )
}

/** 评价渠道 of a hall (GB/T 39046): 政务大厅平板电脑, 政务大厅其他终端. */
export const reviewChannels = ['hall-pad', 'hall-terminal'] as const

/**
 * 评价 as a citizen gave it. There is no level for who said nothing: 未评价 is no review, and is not sent. Choices only, so that
 * nothing of a person can slip into it.
 */
export const reviewSchema = z
  .strictObject({
    /** Names this review: a repeat is the same one. */
    reviewId: z.uuid(),
    /** 一事一评: the case that is reviewed; null for the visit as a whole (一次一评). */
    caseId: z.uuid().nullable().default(null),
    satisfaction: z.enum(satisfactions),
    reasons: z
      .array(z.string().regex(/^[1-5]\d{2}$/))
      .max(20)
      .default([]),
    channel: z.enum(reviewChannels),
    at: z.iso.datetime({ offset: true }),
  })
  .refine(
    ({ satisfaction, reasons }) =>
      reasons.every((code) => code.startsWith(ratingCodes.codeOf('national-platform', satisfaction) ?? '-')),
    'a reason belongs to another level than the one given',
  )
export type Review = z.infer<typeof reviewSchema>

/** 差评整改 as it goes on; the last two end it. */
export const followUpStates = [
  'open', // 待核实
  'checking', // 核实中
  'rectified', // 已整改
  'unfounded', // 核实不属实
] as const
export type FollowUpState = (typeof followUpStates)[number]

/** What a follow-up is called. */
export const followUpNames: Readonly<Record<FollowUpState, string>> = {
  open: '待核实',
  checking: '核实中',
  rectified: '已整改',
  unfounded: '核实不属实',
}

/** Whether nothing is left to do about a bad review. */
export function isFollowedUp(state: FollowUpState): boolean {
  return state === 'rectified' || state === 'unfounded'
}
