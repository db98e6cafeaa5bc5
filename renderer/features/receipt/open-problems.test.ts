import { bundledCatalogue } from '#sync/catalogue/bundled'
import type { Draft } from '#sync/model'
import { describe, expect, it } from 'vitest'
import { openProblems } from './open-problems.ts'
import { reviewSummary } from './review-summary.ts'

const catalogue = bundledCatalogue()
const theme = catalogue.themes.find(({ id }) => id === 'birth') as (typeof catalogue.themes)[number]
const at = '2026-11-23T06:05:00.000Z'
const draft: Draft = {
  id: '01a20784-c4f5-7323-be90-21c8414b2103',
  operatorId: '1001',
  themeId: 'birth',
  answers: {},
  values: {},
  materials: [],
  attachments: [],
  signature: null,
  transfer: null,
  step: 'review',
  audit: [],
  overrides: [],
  representation: null,
  supplement: null,
  createdAt: at,
  updatedAt: at,
}
const answered: Draft = { ...draft, answers: { parents: 'married', settle: 'mother' } }
const today = '2026-11-23'

describe('what stands between a draft and its submission', () => {
  it('is the open question alone, as long as there is one: it decides about all the rest', () => {
    const problems = openProblems(theme, catalogue, draft, false, today, (problem) => problem)
    expect(problems.map(({ step, target }) => [step, target])).toEqual([['guide', 'parents']])
  })

  it('then fields, materials and the signature, in the order of the steps', () => {
    const problems = openProblems(theme, catalogue, answered, false, today, (problem) => problem)
    const steps = problems.map(({ step }) => step)
    expect([...new Set(steps)]).toEqual(['form', 'materials', 'sign'])
    expect(problems.find(({ target }) => target === 'mother.name')?.text).toContain('母亲')
  })

  it('counts a signature that no longer covers the draft as none', () => {
    const problems = openProblems(theme, catalogue, answered, true, today, (problem) => problem)
    expect(problems.some(({ step }) => step === 'sign')).toBe(false)
  })

  it('does not take a material as settled because somebody said that it is absent', () => {
    const absent: Draft = { ...answered, materials: [{ materialId: 'mother-id', status: 'absent' }] }
    const targets = openProblems(theme, catalogue, absent, true, today, (problem) => problem).map(
      ({ target }) => target,
    )
    expect(targets).toContain('mother-id')
  })
})

describe('what will be sent', () => {
  it('is counted per department, from the values that are filled', () => {
    const named: Draft = { ...answered, values: { 'mother.name': { value: '林一诺', source: 'card' } } }
    const { shares, departments } = reviewSummary(theme, catalogue, named)
    expect(departments).toBe(6)
    expect(shares).toHaveLength(6)
    expect(shares.every(({ fields }) => fields === 1)).toBe(true)
    expect(shares.find(({ matterId }) => matterId === 'household-registration')?.waitsFor).toEqual([
      '出生医学证明',
    ])
  })
})
