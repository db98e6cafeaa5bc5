import type { CaseStatus } from './case-status.ts'
import { type HolidayYear, holidayYears } from './holidays.ts'
import { countWorkingDays, nthWorkingDay } from './working-day-table.ts'

/** One line of a case's progress log: since that day (`YYYY-MM-DD`, in China) it has stood so. */
export interface CaseStep {
  readonly day: string
  readonly status: CaseStatus
}

/**
 * Which limit: 受理时限, in which a department must take a case, refuse it, or say all that is missing; or 办结时限, what it
 * has promised from its acceptance on.
 */
export const limitKinds = ['acceptance', 'completion'] as const
export type LimitKind = (typeof limitKinds)[number]

/** 红黄牌. */
export const cardColours = ['yellow', 'red'] as const
export type CardColour = (typeof cardColours)[number]

/** How one limit of a case stands on a day. */
export interface TimeLimit {
  readonly kind: LimitKind
  /** The day on which it began; that day itself does not count (民法典 §201). */
  readonly startedOn: string
  /** How many working days it has. */
  readonly workingDays: number
  readonly usedDays: number
  /** Negative once it is overdue; 0 on its last day. */
  readonly remainingDays: number
  /** Its last day; null while it is paused, since nobody knows when it goes on. */
  readonly dueOn: string | null
  readonly state: 'running' | 'paused' | 'ended'
  readonly card: CardColour | null
  /** False where a year was passed whose holidays are not published here yet. */
  readonly certain: boolean
}

/**
 * 行政许可法 §32: what is not refused, and not answered with all that is missing, within five days (working days, §82)
 * counts as accepted on the day on which it came.
 */
export const acceptanceWorkingDays = 5

/**
 * From how many remaining working days on a card is yellow: the last fifth of the limit, at least one day. Of the five
 * days of acceptance it is the third day already: whoever has to read a case and write down all that is missing
 * needs the other two.
 */
export function yellowFrom(kind: LimitKind, workingDays: number): number {
  return kind === 'acceptance' ? 2 : Math.max(1, Math.ceil(workingDays / 5))
}

/** A stretch in which a clock runs; `to` is null while it still does. */
interface Span {
  readonly from: string
  readonly to: string | null
  /** The place in the log of the step that began it. */
  readonly at: number
}

const stops: ReadonlySet<CaseStatus> = new Set(['completed', 'rejected', 'withdrawn'])
const runs: ReadonlySet<CaseStatus> = new Set(['accepted', 'processing'])

/**
 * Working days that a clock has used up by the end of a day. A working day counts when the clock was already running as
 * it began: not the day of acceptance or of going on, but the day on which a pause was asked for. What happens later on
 * a day thus never changes what that day was counted as.
 */
function used(
  spans: readonly Span[],
  today: string,
  years: readonly HolidayYear[],
): { readonly days: number; readonly certain: boolean } {
  let days = 0
  let certain = true
  for (const { from, to } of spans) {
    const until = to === null || to > today ? today : to
    if (until < from) continue
    const counted = countWorkingDays(from, until, years)
    days += counted.days
    certain &&= counted.certain
  }
  return { days, certain }
}

/** The day on which a limit's last day was used up; null when that has not happened. */
function reachedOn(
  spans: readonly Span[],
  workingDays: number,
  today: string,
  years: readonly HolidayYear[],
): string | null {
  let left = workingDays
  for (const { from, to } of spans) {
    if (left === 0) return from
    const until = to === null || to > today ? today : to
    const { days } = countWorkingDays(from, until, years)
    if (days >= left) return nthWorkingDay(from, left, years).date
    left -= days
  }
  return null
}

function cardOf(kind: LimitKind, workingDays: number, usedDays: number): CardColour | null {
  if (usedDays > workingDays) return 'red'
  // Nothing is late on the day on which it came.
  return usedDays > 0 && workingDays - usedDays <= yellowFrom(kind, workingDays) ? 'yellow' : null
}

function limitOf(
  kind: LimitKind,
  workingDays: number,
  spans: readonly Span[],
  ended: boolean,
  today: string,
  years: readonly HolidayYear[],
): TimeLimit {
  const { days: usedDays, certain } = used(spans, today, years)
  const remainingDays = workingDays - usedDays
  const running = !ended && spans.at(-1)?.to === null
  const reached = reachedOn(spans, workingDays, today, years)
  const ahead = reached === null && running ? nthWorkingDay(today, remainingDays, years) : null
  return {
    kind,
    startedOn: spans[0]?.from ?? today,
    workingDays,
    usedDays,
    remainingDays,
    dueOn: reached ?? ahead?.date ?? null,
    state: ended ? 'ended' : running ? 'running' : 'paused',
    card: cardOf(kind, workingDays, usedDays),
    certain: certain && (ahead?.certain ?? true),
  }
}

/** What a log says about the two clocks of a case. */
interface Clocks {
  /** The last wait for acceptance; a correction that came back begins it anew (补齐之日). */
  readonly waiting: Span | null
  /** Stretches in which the department worked; none before acceptance. */
  readonly working: readonly Span[]
  readonly ended: boolean
}

function isOverrun({ from, to }: Span, today: string, years: readonly HolidayYear[]): boolean {
  const until = to === null || to > today ? today : to
  return countWorkingDays(from, until, years).days > acceptanceWorkingDays
}

/** The stretches of a log in which a case stood in one of `states`, neighbours joined. */
function spansIn(steps: readonly CaseStep[], states: ReadonlySet<CaseStatus>): Span[] {
  const spans: Span[] = []
  for (const [at, { day, status }] of steps.entries()) {
    if (!states.has(status)) continue
    const to = steps[at + 1]?.day ?? null
    const last = spans.at(-1)
    if (last !== undefined && at > 0 && states.has(steps[at - 1]?.status ?? 'waiting'))
      spans[spans.length - 1] = { ...last, to }
    else spans.push({ from: day, to, at })
  }
  return spans
}

const pending: ReadonlySet<CaseStatus> = new Set(['pending'])

function clocksOf(steps: readonly CaseStep[], today: string, years: readonly HolidayYear[]): Clocks {
  const ended = stops.has(steps.at(-1)?.status ?? 'waiting')
  const waits = spansIn(steps, pending)
  // 逾期不告知的，自收到申请材料之日起即为受理: from then on, being asked again is no new beginning.
  const overrun = waits.find((span) => isOverrun(span, today, years))
  if (overrun === undefined) return { waiting: waits.at(-1) ?? null, working: spansIn(steps, runs), ended }
  const working = spansIn(steps.slice(overrun.at), new Set([...runs, ...pending]))
  return { waiting: overrun, working, ended }
}

/**
 * How the limits of a case stand on a day, by its progress log. While a correction is awaited (补正) or a special procedure
 * runs (特别程序), the clock stands still; when the case is over, it stays where it was.
 * @param steps the log in its order; a repeat of the same state changes nothing
 * @param promised 承诺办结时限 in working days; null where nobody knows it, which leaves the limit of acceptance
 */
export function timeLimitsOf(
  steps: readonly CaseStep[],
  promised: number | null,
  today: string,
  years: readonly HolidayYear[] = holidayYears,
): TimeLimit[] {
  const known = steps.filter(({ day }) => day <= today)
  const { waiting, working, ended } = clocksOf(known, today, years)
  const limits: TimeLimit[] = []
  if (waiting !== null) {
    const over = waiting.to !== null || ended
    limits.push(limitOf('acceptance', acceptanceWorkingDays, [waiting], over, today, years))
  }
  if (working.length > 0 && promised !== null)
    limits.push(limitOf('completion', promised, working, ended, today, years))
  return limits
}

/** The worst card of several limits. */
export function worstCard(limits: readonly { readonly card: CardColour | null }[]): CardColour | null {
  const cards = limits.map(({ card }) => card)
  return cards.includes('red') ? 'red' : cards.includes('yellow') ? 'yellow' : null
}
