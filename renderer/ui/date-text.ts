/**
 * A date as people type it — `20260102`, `2026-1-2`, `2026.1.2`, `2026年1月2日`, full-width digits — as `YYYY-MM-DD`.
 * What is not (yet) a date is given back as typed, so that nobody's work is thrown away.
 */
export function dateFromTyped(typed: string): string {
  const text = typed.trim().normalize('NFKC')
  const match =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})[-/.年\s](\d{1,2})[-/.月\s](\d{1,2})日?$/.exec(text)
  if (match === null) return typed.trim()
  const [, year, month, day] = match as unknown as [string, string, string, string]
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const real = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(date) ? date : typed.trim()
}
