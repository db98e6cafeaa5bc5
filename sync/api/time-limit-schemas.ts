import { cardColours, caseStatuses, limitKinds } from '#sync/model'
import { z } from 'zod'

const day = z.iso.date()

/** 时限 of a case as it stands today. */
export const timeLimitSchema = z.strictObject({
  kind: z.enum(limitKinds),
  startedOn: day,
  workingDays: z.int().min(0),
  usedDays: z.int().min(0),
  /** Negative once it is overdue. */
  remainingDays: z.int(),
  /** Null while the clock stands still. */
  dueOn: day.nullable(),
  state: z.enum(['running', 'paused', 'ended']),
  card: z.enum(cardColours).nullable(),
  /** False where a year was passed whose holidays are not published yet. */
  certain: z.boolean(),
})

/** Who looked at the clock when a card was given. */
export const cardGivers = ['clock', 'staff', 'supervisor'] as const

/** 红黄牌 as it was given: who, when, and what was counted. It stays, whatever becomes of the case. */
export const timeCardSchema = z.strictObject({
  kind: z.enum(limitKinds),
  colour: z.enum(cardColours),
  givenAt: z.iso.datetime({ offset: true }),
  givenBy: z.enum(cardGivers),
  /** The day (in China) that was counted up to, and from. */
  day,
  startedOn: day,
  workingDays: z.int().min(0),
  usedDays: z.int().min(0),
})
export type TimeCard = z.infer<typeof timeCardSchema>

/** A case that was given a card: numbers and names of matters, nothing of the person. */
export const watchedCaseSchema = z.strictObject({
  caseId: z.uuid(),
  caseNumber: z.string(),
  receiptNumber: z.string(),
  terminalId: z.string(),
  themeId: z.string(),
  matterId: z.string(),
  /** 事项名称; the id where this hub's catalogue does not know it any more. */
  matter: z.string(),
  department: z.string(),
  departmentName: z.string(),
  status: z.enum(caseStatuses),
  limits: z.array(timeLimitSchema),
  cards: z.array(timeCardSchema).min(1),
})
export type WatchedCase = z.infer<typeof watchedCaseSchema>

/** Cases with cards, the worst first: red before yellow, then who has waited longest. */
export const timeLimitListSchema = z.strictObject({
  /** Of all, also of those beyond the page. */
  totals: z.strictObject({ red: z.int(), yellow: z.int() }),
  cases: z.array(watchedCaseSchema),
})
export type TimeLimitList = z.infer<typeof timeLimitListSchema>

export const timeLimitStateSchema = z.enum(['open', 'ended']).default('open')
export const timeLimitPageSchema = z.coerce.number().int().min(1).max(500).default(200)

/** What a look at the clocks came to. */
export const timeLimitCheckSchema = z.strictObject({
  /** Cases whose clocks were looked at. */
  checked: z.int(),
  given: z.strictObject({ yellow: z.int(), red: z.int() }),
})
export type TimeLimitCheck = z.infer<typeof timeLimitCheckSchema>
