import { z } from 'zod'
import type { Totals } from './totals.ts'

const vitestReport = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
})

const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    skipped: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
  }),
  errors: z.array(z.unknown()),
})

/**
 * Counts in the text of Vitest's json report. A file that failed outside its tests (an import, a hook) counts
 * as one failed; so does anything else that made the run end with a code.
 */
export function vitestTotals(report: string, exitCode: number | null): Totals {
  const parsed = vitestReport.parse(JSON.parse(report))
  const brokenFiles = parsed.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length
  const failed = parsed.numFailedTests + brokenFiles
  const clean = exitCode === 0 && parsed.success
  return {
    passed: parsed.numPassedTests,
    failed: clean ? failed : Math.max(1, failed),
    skipped: parsed.numPendingTests + parsed.numTodoTests,
  }
}

/**
 * Counts in the text of Playwright's json report. A test that held only when repeated did not hold. Errors
 * outside tests and a bad exit code count as {@link vitestTotals} counts them.
 */
export function playwrightTotals(report: string, exitCode: number | null): Totals {
  const { stats, errors } = playwrightReport.parse(JSON.parse(report))
  const failed = stats.unexpected + stats.flaky + errors.length
  return {
    passed: stats.expected,
    failed: exitCode === 0 ? failed : Math.max(1, failed),
    skipped: stats.skipped,
  }
}
