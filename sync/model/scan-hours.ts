/** A time of each day, in China's time, minutes since midnight; `to` not after `from` runs over midnight. */
export interface DailyHours {
  readonly from: number
  readonly to: number
}

const minuteMs = 60_000
const dayMinutes = 24 * 60
/** China has one time, all year round. */
const chinaOffsetMs = 8 * 60 * minuteMs

/** `20:00-07:00`, as it is written in `terminal.yaml`. */
export const dailyHoursPattern = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/

/** @throws RangeError for text that is not of {@link dailyHoursPattern}. */
export function parseDailyHours(text: string): DailyHours {
  const [, h1, m1, h2, m2] = dailyHoursPattern.exec(text) ?? []
  if (m2 === undefined) throw new RangeError('hours are written as 20:00-07:00')
  return { from: Number(h1) * 60 + Number(m1), to: Number(h2) * 60 + Number(m2) }
}

/**
 * 传输时段: when scans may travel next; `now` itself while they may. A station pays for its line by day, or needs it for
 * people: announcements go at once, and the scans when it costs nobody anything.
 * @param hours none means always
 * @param now milliseconds since 1970
 */
export function scansTravelAt(hours: readonly DailyHours[], now: number): number {
  if (hours.length === 0) return now
  const inDay = (now + chinaOffsetMs) % (dayMinutes * minuteMs)
  const waits = hours.map(({ from, to }) => {
    const [start, end] = [from * minuteMs, to * minuteMs]
    const open = start < end ? inDay >= start && inDay < end : inDay >= start || inDay < end
    if (open) return 0
    return (start - inDay + dayMinutes * minuteMs) % (dayMinutes * minuteMs)
  })
  return now + Math.min(...waits)
}
