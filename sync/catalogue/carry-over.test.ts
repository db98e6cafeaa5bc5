import { carryOver, knownParties, type FormValues, type Theme } from '#sync/model'
import { describe, expect, it } from 'vitest'
import { bundledCatalogue } from './bundled/index.ts'

const { themes } = bundledCatalogue()
const theme = (id: string): Theme => {
  const found = themes.find((candidate) => candidate.id === id)
  if (found === undefined) throw new Error(`no theme ${id}`)
  return found
}
const typed = (texts: Record<string, string>): FormValues =>
  Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, { value, source: 'typed' }]))

const birth = typed({
  'newborn.name': '王小例',
  'newborn.birthWeight': '3250',
  'mother.name': '李示例',
  'mother.idType': '111',
  'mother.idNumber': '430102199003074427',
  'mother.mobile': '13800000000',
  'service.name': '某某',
})

describe('what the next theme starts with', () => {
  it('names who can be carried over: people and organisations, not affairs', () => {
    expect(knownParties(theme('birth'), birth).map(({ subject, name }) => [subject, name])).toEqual([
      ['newborn', '王小例'],
      ['mother', '李示例'],
    ])
  })

  it('is the chosen person, in the place of the applicant, marked as from an earlier intake', () => {
    const [, mother] = knownParties(theme('birth'), birth)
    const carried = carryOver(mother as never, birth, theme('social-insurance'))
    expect(carried['applicant.name']).toEqual({ value: '李示例', source: 'earlier' })
    expect(carried['applicant.idNumber']?.value).toBe('430102199003074427')
    expect(JSON.stringify(carried)).not.toContain('王小例')
  })

  it('is only what the next theme asks of that person', () => {
    const [newborn] = knownParties(theme('birth'), birth)
    const carried = carryOver(newborn as never, birth, theme('social-insurance'))
    expect(Object.keys(carried)).toEqual(['applicant.name'])
  })

  it('keeps a company a company and its people in their places', () => {
    const values = typed({ 'company.orgName': '示例有限公司', 'company.creditCode': '91430102MA4000000X' })
    const [company] = knownParties(theme('enterprise-change'), values)
    const carried = carryOver(company as never, values, theme('taxation'))
    expect(carried['company.orgName']?.value).toBe('示例有限公司')
    expect(Object.keys(carried).every((key) => key.startsWith('company.'))).toBe(true)
  })

  it('is nothing where the next theme has no place for them', () => {
    const values = typed({ 'company.orgName': '示例有限公司' })
    const [company] = knownParties(theme('enterprise-change'), values)
    expect(carryOver(company as never, values, theme('birth'))).toEqual({})
  })
})
