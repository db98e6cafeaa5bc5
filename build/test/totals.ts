/** Counts of one runner or of all. */
export interface Totals {
  passed: number
  failed: number
  skipped: number
}

/** Nothing ran. */
export const nothing: Totals = { passed: 0, failed: 0, skipped: 0 }

/** One check that is a single test, as a type check is. */
export function single(ok: boolean): Totals {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
}

/** Adds up several runners. */
export function sum(parts: readonly Totals[]): Totals {
  return parts.reduce(
    (all, part) => ({
      passed: all.passed + part.passed,
      failed: all.failed + part.failed,
      skipped: all.skipped + part.skipped,
    }),
    nothing,
  )
}

/** The last line of `npm test`. */
export function lastLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
