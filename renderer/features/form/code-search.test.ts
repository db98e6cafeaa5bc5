import { describe, expect, it } from 'vitest'
import { searchChoices } from './code-search.ts'

const nations = ['汉族', '土家族', '苗族', '蒙古族', '维吾尔族', '壮族', '满族'].map((label, index) => ({
  value: String(index + 1).padStart(2, '0'),
  label,
}))
const found = (query: string): string[] => searchChoices(nations, query).map(({ label }) => label)

describe('finding a code', () => {
  it('by characters, by pinyin, by initials, by code', () => {
    expect(found('土家')).toEqual(['土家族'])
    expect(found('tujia')).toEqual(['土家族'])
    expect(found('tjz')).toEqual(['土家族'])
    expect(found('03')).toEqual(['苗族'])
  })

  it('shows all for nothing typed and none for nonsense', () => {
    expect(found('')).toHaveLength(7)
    expect(found('qqq')).toEqual([])
  })

  it('puts what begins with the text first', () => {
    expect(found('m')[0]).toBe('苗族')
    expect(found('man')[0]).toBe('满族')
  })
})
