import type { FieldIssue } from '#sync/model'
import { describe, expect, it } from 'vitest'
import { useFormCheck } from './use-form-check.ts'

/** A form of two fields that must both be filled; the first must have two characters. */
function setUp() {
  const values: Record<string, string> = { a: '', b: '' }
  const validate = (): FieldIssue[] =>
    ['a', 'b'].flatMap((field): FieldIssue[] => {
      if (values[field] === '') return [{ field, severity: 'error', message: '要填' }]
      if (field === 'a' && values.a?.length !== 2) return [{ field, severity: 'error', message: '两个字' }]
      return []
    })
  return { values, check: useFormCheck(validate, (key) => values[key] === '') }
}

describe('when a finding is shown', () => {
  it('does not scold for a field that was only passed through', () => {
    const { check } = setUp()
    check.checkLeft('a')
    expect(check.issueOf('a')).toBeUndefined()
  })

  it('speaks after leaving, and falls silent while the mistake is being mended', () => {
    const { check, values } = setUp()
    values.a = '王'
    check.relax('a')
    expect(check.issueOf('a')).toBeUndefined()
    check.checkLeft('a')
    expect(check.issueOf('a')?.message).toBe('两个字')
    values.a = '王一'
    check.relax('a')
    expect(check.issueOf('a')).toBeUndefined()
  })

  it('speaks of everything at the next step, and keeps doing so until it is mended', () => {
    const { check, values } = setUp()
    expect(check.checkAll().map(({ field }) => field)).toEqual(['a', 'b'])
    expect(check.issueOf('b')?.message).toBe('要填')
    values.b = '有'
    check.checkLeft('b')
    expect(check.issueOf('b')).toBeUndefined()
    expect(check.issueOf('a')?.message).toBe('要填')
  })
})
