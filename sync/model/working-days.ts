import { fixedHolidays, type HolidayYear, holidayYears } from './holidays.ts'
import { isRealDate } from './resident-id.ts'

/** A day reached by counting, with whether every year on the way was known. */
export interface WorkingDay {
  /** `YYYY-MM-DD`. */
  readonly date: string
  /** False when a year was passed whose holidays are not published here yet: the day may move. */
  readonly certain: boolean
}

function parts(date: string): { year: number; monthDay: string } {
  if (!isRealDate(date)) throw new RangeError('a date is written YYYY-MM-DD')
  return { year: Number(date.slice(0, 4)), monthDay: date.slice(5) }
}

function shift(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

function isWeekend(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay()
  return day === 0 || day === 6
}

/** Whether that year's holidays are known, so that its working days are certain. */
export function isYearKnown(year: number, years: readonly HolidayYear[] = holidayYears): boolean {
  return years.some((known) => known.year === year)
}

/** Whether people work on that day (`YYYY-MM-DD`). In a year not known yet: weekdays but the fixed holidays. */
export function isWorkingDay(date: string, years: readonly HolidayYear[] = holidayYears): boolean {
  const { year, monthDay } = parts(date)
  const known = years.find((candidate) => candidate.year === year)
  if (known === undefined) return !isWeekend(date) && !fixedHolidays.includes(monthDay)
  if (known.work.includes(monthDay)) return true
  if (known.off.some(([from, to]) => from <= monthDay && monthDay <= to)) return false
  return !isWeekend(date)
}

/**
 * The `n`th working day after `date`; the day itself does not count (民法典 §201). With n = 0 the day itself if people
 * work on it, else the next working day.
 * @throws RangeError for a negative count or a malformed date.
 */
export function addWorkingDays(
  date: string,
  n: number,
  years: readonly HolidayYear[] = holidayYears,
): WorkingDay {
  if (!Number.isInteger(n) || n < 0) throw new RangeError('working days are counted forward, in whole days')
  let day = date
  let certain = isYearKnown(parts(date).year, years)
  for (let left = n; left > 0 || !isWorkingDay(day, years);) {
    day = shift(day, 1)
    certain &&= isYearKnown(parts(day).year, years)
    if (left > 0 && isWorkingDay(day, years)) left--
  }
  return { date: day, certain }
}

/** How many working days have passed after `from` up to and including `to`; 0 when `to` is not later. */
export function workingDaysBetween(
  from: string,
  to: string,
  years: readonly HolidayYear[] = holidayYears,
): { readonly days: number; readonly certain: boolean } {
  let certain = isYearKnown(parts(from).year, years) && isYearKnown(parts(to).year, years)
  let days = 0
  for (let day = from; day < to;) {
    day = shift(day, 1)
    certain &&= isYearKnown(parts(day).year, years)
    if (isWorkingDay(day, years)) days++
  }
  return { days, certain }
}
