/** Today on this terminal's own calendar, `YYYY-MM-DD`. */
export function todayIso(): string {
  const now = new Date()
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${String(now.getFullYear())}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}
