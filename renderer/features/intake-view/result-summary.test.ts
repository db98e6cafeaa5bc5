import type { CaseView, IntakeDetail } from '#renderer/workers'
import { bundledCatalogue } from '#sync/catalogue/bundled'
import { describe, expect, it } from 'vitest'
import { caseRows, shownCase } from './case-rows.ts'
import { summariseResults } from './result-summary.ts'

const refused = { outcome: 'refused', reason: '不符合条件', decidedAt: '', documents: [] } as const
function one(matterId: string, status: CaseView['status'], result: CaseView['result'] = null): CaseView {
  return { caseId: matterId, caseNumber: matterId, matterId, department: 'health', status, result }
}

describe('an intake of which the parts ended differently', () => {
  const cases = [
    one('birth-certificate', 'completed', { ...refused, documents: [] }),
    one('household-registration', 'waiting'),
    one('vaccination-record', 'processing'),
    one('medical-insurance-registration', 'waiting'),
  ]

  it('counts what is here, what is worked on and what was refused', () => {
    const intake = { values: { 'service.deliveryMethod': { value: 'pickup', source: 'typed' } } }
    const detail = { cases, inHall: ['x'], intake } as unknown as IntakeDetail
    const rows = [[], ['出生医学证明'], [], ['户口登记']].map((blockedBy) => ({ blockedBy }))
    expect(summariseResults(detail, rows)).toEqual({
      here: 1,
      working: 1,
      blocked: 2,
      refused: 1,
      choice: 'pickup',
    })
  })

  it('says which matters wait in vain, however far down', () => {
    const intake = { themeId: 'birth', matters: cases.map(({ matterId }) => matterId) }
    const rows = caseRows(intake, cases.map(shownCase), bundledCatalogue())
    expect(rows.map(({ blockedBy }) => blockedBy.length)).toEqual([0, 1, 0, 1])
  })
})
