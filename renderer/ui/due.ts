/** How pressing a last day is. Both days as `YYYY-MM-DD`; the last day itself is still in time. */
export function dueOf(date: string | null, today: string): 'none' | 'overdue' | 'today' | 'soon' | 'later' {
  if (date === null) return 'none'
  if (date < today) return 'overdue'
  if (date === today) return 'today'
  const days = (Date.parse(date) - Date.parse(today)) / 86_400_000
  return days <= 3 ? 'soon' : 'later'
}

/** `2026-12-03` as 12月3日, with the year where it is another one. */
export function shortDate(date: string, today: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  if (match === null) return date
  const day = `${String(Number(match[2]))}月${String(Number(match[3]))}日`
  return match[1] === today.slice(0, 4) ? day : `${match[1] as string}年${day}`
}
