const two = (value: number): string => String(value).padStart(2, '0')

/** `2026-12-03` as a person reads it on paper: 2026年12月3日. Leaves what is no date as it is. */
export function paperDate(isoDate: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(isoDate)
  if (match === null) return isoDate
  return `${match[1] as string}年${String(Number(match[2]))}月${String(Number(match[3]))}日`
}

/** An instant on this terminal's clock: 2026-11-23 14:05. */
export function paperTime(isoTime: string): string {
  const at = new Date(isoTime)
  return `${localDay(at)} ${localClock(at)}`
}

/** The day on this terminal's clock as `YYYY-MM-DD`. */
export function localDay(at: Date = new Date()): string {
  return `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** The time of day on this terminal's clock as `HH:MM`. */
export function localClock(at: Date = new Date()): string {
  return `${two(at.getHours())}:${two(at.getMinutes())}`
}
