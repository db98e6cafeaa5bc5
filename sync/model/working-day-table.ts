import { type HolidayYear, holidayYears } from './holidays.ts'
import { isWorkingDay, isYearKnown, type WorkingDay } from './working-days.ts'

const dayMs = 86_400_000

/** Working days from the year's first day up to and including each of its days. */
type YearTable = readonly number[]

/** A year's table never changes; it is worked out once, since a hub counts the days of every open case again and again. */
const tables = new WeakMap<readonly HolidayYear[], Map<number, YearTable>>()

function tableOf(year: number, years: readonly HolidayYear[]): YearTable {
  const own = tables.get(years) ?? new Map<number, YearTable>()
  tables.set(years, own)
  const known = own.get(year)
  if (known !== undefined) return known
  const table: number[] = []
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += dayMs) {
    const works = isWorkingDay(new Date(at).toISOString().slice(0, 10), years)
    table.push((table.at(-1) ?? 0) + (works ? 1 : 0))
  }
  own.set(year, table)
  return table
}

/** @throws RangeError for a malformed date */
function placeOf(day: string): { readonly year: number; readonly index: number } {
  const at = Date.parse(`${day}T00:00:00Z`)
  if (day.length !== 10 || Number.isNaN(at)) throw new RangeError('a date is written YYYY-MM-DD')
  const year = Number(day.slice(0, 4))
  return { year, index: (at - Date.UTC(year, 0, 1)) / dayMs }
}

/** The same as `workingDaysBetween`, by tables: what is counted often is counted so. */
export function countWorkingDays(
  from: string,
  to: string,
  years: readonly HolidayYear[] = holidayYears,
): { readonly days: number; readonly certain: boolean } {
  const [first, last] = [placeOf(from), placeOf(to)]
  let certain = isYearKnown(first.year, years) && isYearKnown(last.year, years)
  if (to <= from) return { days: 0, certain }
  let days = (tableOf(last.year, years)[last.index] ?? 0) - (tableOf(first.year, years)[first.index] ?? 0)
  for (let year = first.year; year < last.year; year++) {
    days += tableOf(year, years).at(-1) ?? 0
    certain &&= isYearKnown(year, years)
  }
  return { days, certain }
}

/** The same as `addWorkingDays` for one day or more, by tables. @param n at least 1 */
export function nthWorkingDay(
  from: string,
  n: number,
  years: readonly HolidayYear[] = holidayYears,
): WorkingDay {
  let { year, index } = placeOf(from)
  let certain = isYearKnown(year, years)
  let table = tableOf(year, years)
  for (let left = n + (table[index] ?? 0); ;) {
    const found = table.findIndex((days, at) => at > index && days === left)
    if (found >= 0)
      return { date: new Date(Date.UTC(year, 0, 1) + found * dayMs).toISOString().slice(0, 10), certain }
    left -= table.at(-1) ?? 0
    year += 1
    index = -1
    table = tableOf(year, years)
    certain &&= isYearKnown(year, years)
  }
}
