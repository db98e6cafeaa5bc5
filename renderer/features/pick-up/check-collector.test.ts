import { describe, expect, it } from 'vitest'
import { checkByCard, checkByLastFour } from './check-collector.ts'

const mother = { kind: 'applicant', name: '欧阳若溪', idNumber: '43010219900307442X' } as const
const card = { name: '欧阳若溪', number: '43010219900307442X' }

describe('who collects', () => {
  it('is who the card says, and only the last four are kept', () => {
    expect(checkByCard(mother, card)).toEqual({
      ok: true,
      collector: { kind: 'applicant', name: '欧阳若溪', numberTail: '442X', check: 'card' },
    })
  })

  it('is not somebody else with a card of their own', () => {
    expect(checkByCard(mother, { ...card, number: '430102198805061238' })).toEqual({
      ok: false,
      problem: 'card',
    })
  })

  it('is compared by name where the form did not ask for a number', () => {
    expect(checkByCard({ ...mother, idNumber: '' }, card).ok).toBe(true)
    expect(checkByCard({ ...mother, idNumber: '' }, { ...card, name: '别人' }).ok).toBe(false)
    expect(checkByLastFour({ ...mother, idNumber: '' }, '442X')).toEqual({
      ok: false,
      problem: 'unknownNumber',
    })
  })

  it('may be an agent whom the intake does not know, by their card', () => {
    const agent = checkByCard(null, { name: '李代领', number: '430102198805061238' })
    expect(agent).toMatchObject({ collector: { kind: 'agent', name: '李代领', numberTail: '1238' } })
  })

  it('may say the last four in small letters, and not three of them', () => {
    expect(checkByLastFour(mother, ' 442x ')).toMatchObject({ ok: true, collector: { check: 'last-four' } })
    expect(checkByLastFour(mother, '4421')).toEqual({ ok: false, problem: 'lastFour' })
    expect(checkByLastFour(mother, '42X')).toEqual({ ok: false, problem: 'format' })
  })
})
