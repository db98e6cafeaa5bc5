import { materialSchema, type MaterialEntry, type Notice } from '#sync/model'
import { describe, expect, it } from 'vitest'
import { deferralDays } from './deferral-days.ts'
import { materialRows, movePage, selfEvident } from './material-rows.ts'

const material = (id: string, more: object = {}) =>
  materialSchema.parse({ id, name: id, necessity: 'required', source: 'applicant', why: '测试', ...more })
const notice: Notice = {
  matters: [],
  bring: [
    { material: material('form', { generated: true }), matters: ['a'] },
    { material: material('book'), matters: ['a', 'b'] },
    { material: material('extra', { necessity: 'optional' }), matters: ['a'] },
  ],
  held: [{ material: material('licence', { heldBy: '公安' }), matters: ['b'] }],
  totalWorkingDays: 1,
  criticalPath: [],
  feeYuan: 0,
}

describe('the list of materials', () => {
  it('puts first what the clerk must collect', () => {
    expect(materialRows(notice, []).map(({ material: { id } }) => id)).toEqual([
      'book',
      'extra',
      'form',
      'licence',
    ])
  })

  it('takes generated and held papers as met, without a press of a key', () => {
    const evident = selfEvident(materialRows(notice, []))
    expect(evident).toEqual([
      { materialId: 'form', status: 'generated' },
      { materialId: 'licence', status: 'held' },
    ])
    expect(selfEvident(materialRows(notice, evident))).toEqual([])
  })

  it('counts a required paper that is not there as open, an optional one as settled', () => {
    const absent = (materialId: string): MaterialEntry => ({ materialId, status: 'absent' })
    const rows = materialRows(notice, [absent('book'), absent('extra')])
    expect(rows.map(({ settled }) => settled)).toEqual([false, true, false, false])
  })
})

describe('pages', () => {
  it('change places and stay complete', () => {
    expect(movePage(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
    expect(movePage(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
    expect(movePage(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
    expect(movePage(['a', 'b'], 1, 1)).toEqual(['a', 'b'])
  })
})

describe('days for handing in later', () => {
  it('are working days only, up to the longest allowed', () => {
    const days = deferralDays('2026-09-23', 3)
    // 25 to 27 September 2026 is the Mid-Autumn holiday.
    expect(days.map(({ date }) => date)).toEqual(['2026-09-24', '2026-09-28', '2026-09-29'])
    expect(days.every(({ certain }) => certain)).toBe(true)
  })

  it('say so when holidays of the next year are not known yet', () => {
    expect(deferralDays('2026-12-31', 1)[0]?.certain).toBe(false)
  })
})
