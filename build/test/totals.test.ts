import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { playwrightTotals, vitestTotals } from './reports.ts'
import { lastLine, single, sum, type Totals } from './totals.ts'

const totals = fc.record({ passed: fc.nat(999), failed: fc.nat(999), skipped: fc.nat(999) })

const vitestJson = (change: object) =>
  JSON.stringify({
    success: true,
    numPassedTests: 7,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
    ...change,
  })
const playwrightJson = (stats: object, errors: unknown[] = []) =>
  JSON.stringify({ stats: { expected: 3, skipped: 0, unexpected: 0, flaky: 0, ...stats }, errors })

describe('the last line of npm test', () => {
  it('sums what every runner counted', () => {
    fc.assert(
      fc.property(fc.array(totals), (parts) => {
        const all = sum(parts)
        for (const key of ['passed', 'failed', 'skipped'] satisfies (keyof Totals)[]) {
          expect(all[key]).toBe(parts.map((part) => part[key]).reduce((a, b) => a + b, 0))
        }
      }),
    )
  })

  it('reads as N passed, N failed, N skipped', () => {
    expect(lastLine(sum([single(true), single(false), { passed: 3, failed: 0, skipped: 2 }]))).toBe(
      '4 passed, 1 failed, 2 skipped',
    )
  })

  it('takes the counts of Vitest', () => {
    expect(vitestTotals(vitestJson({}), 0)).toEqual({ passed: 7, failed: 0, skipped: 2 })
  })

  it('counts a test file that could not be loaded as failed', () => {
    const broken = [{ status: 'failed', assertionResults: [] }]
    expect(vitestTotals(vitestJson({ success: false, testResults: broken }), 1).failed).toBe(1)
  })

  it('counts one failed when a runner ends with a code though every test held', () => {
    expect(vitestTotals(vitestJson({}), 1).failed).toBe(1)
    expect(vitestTotals(vitestJson({}), null).failed).toBe(1)
    expect(playwrightTotals(playwrightJson({}), 1).failed).toBe(1)
  })

  it('does not call a flaky test passed', () => {
    expect(playwrightTotals(playwrightJson({ flaky: 1, skipped: 4 }), 0)).toEqual({
      passed: 3,
      failed: 1,
      skipped: 4,
    })
  })

  it('counts an error outside the tests of Playwright', () => {
    expect(playwrightTotals(playwrightJson({ expected: 0 }, [{ message: 'No tests found' }]), 1)).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
    })
  })

  it('refuses a report that is no report', () => {
    expect(() => vitestTotals('{}', 0)).toThrow()
    expect(() => playwrightTotals('half a rep', 0)).toThrow()
  })
})
