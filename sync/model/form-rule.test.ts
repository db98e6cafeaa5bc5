import { describe, expect, it } from 'vitest'
import { ageInYears, keepsRule } from './form-rule.ts'
import { residentIdCheckCharacter } from './resident-id.ts'
import { type FormRule, formRuleSchema } from './theme.ts'

const rule = (check: FormRule['check'], amount?: number): FormRule =>
  formRuleSchema.parse({ id: 'r', field: 'a.b', check, amount, message: '不对。' })
const idOf = (birth: string, serial = '002'): string => {
  const body = `430102${birth.replaceAll('-', '')}${serial}`
  return body + residentIdCheckCharacter(body)
}

describe('rules across fields', () => {
  it.each<[FormRule, string, string[], boolean]>([
    [rule('notBefore'), '2026-03-01', ['2026-03-01'], true],
    [rule('notBefore'), '2026-02-28', ['2026-03-01'], false],
    [rule('notAfter'), '10', ['9'], false],
    [rule('notAfter'), '9', ['10'], true],
    [rule('notAfter'), 'soon', ['2026-03-01'], true],
    [rule('differs'), 'x', ['y', 'x'], false],
    [rule('equals'), 'x', ['x'], true],
    [rule('ageAtLeast', 16), '2010-11-23', ['2026-11-23'], true],
    [rule('ageAtLeast', 16), '2010-11-24', ['2026-11-23'], false],
    [rule('ageBelow', 1), '2025-11-23', ['2026-11-23'], false],
    [rule('ageBelow', 1), '2025-11-24', ['2026-11-23'], true],
    [rule('ageAtLeast', 16), idOf('1990-01-01'), ['2026-11-23'], true],
    [rule('birthMatchesId'), '1990-01-01', [idOf('1990-01-01')], true],
    [rule('birthMatchesId'), '1990-01-02', [idOf('1990-01-01')], false],
    [rule('birthMatchesId'), '1990-01-02', ['E12345678'], true],
    [rule('sexMatchesId'), '2', [idOf('1990-01-01', '002')], true],
    [rule('sexMatchesId'), '1', [idOf('1990-01-01', '002')], false],
    [rule('surnameOf'), '王小明', ['李四', '王五'], true],
    [rule('surnameOf'), '欧小明', ['欧阳明'], false],
    [rule('withinDays', 30), '2026-10-24', ['2026-11-23'], true],
    [rule('withinDays', 30), '2026-10-23', ['2026-11-23'], false],
    [rule('sumEquals', 100), '33.33', ['66.67'], true],
    [rule('sumEquals', 100), '33.33', ['66.66'], false],
    [rule('sumEquals'), '0.3', ['0.1', '0.2'], true],
  ])('%#: $check', (tested, own, others, kept) => {
    expect(keepsRule(tested, own, others)).toBe(kept)
  })

  it('counts years by birthdays, also for somebody born on a leap day', () => {
    expect(ageInYears('2024-02-29', '2025-02-28')).toBe(0)
    expect(ageInYears('2024-02-29', '2025-03-01')).toBe(1)
  })
})
