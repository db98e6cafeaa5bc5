/** The day in China (UTC+8, no summer time) at an instant, `YYYY-MM-DD`: the rules of validity count by it. */
export function chinaDay(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
}
