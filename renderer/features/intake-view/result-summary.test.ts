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
  ]

  it('counts what is here, what is worked on and what was refused', () => {
    const intake = { values: { 'service.deliveryMethod': { value: 'pickup', source: 'typed' } } }
    const detail = { cases, inHall: ['x'], intake } as unknown as IntakeDetail
    expect(summariseResults(detail)).toEqual({ here: 1, working: 2, refused: 1, choice: 'pickup' })
  })

  it('says which matter waits in vain, and for what', () => {
    const intake = { themeId: 'birth', matters: cases.map(({ matterId }) => matterId) }
    const rows = caseRows(intake, cases.map(shownCase), bundledCatalogue())
    expect(rows.map(({ blockedBy }) => blockedBy.length)).toEqual([0, 1, 0])
  })
})
