import type { FieldIssue } from '#sync/model'
import { describe, expect, it } from 'vitest'
import { computed, shallowRef } from 'vue'
import type { FormQuestion } from './question-plan.ts'
import { summaryId, useQuestionPath } from './use-question-path.ts'

function question(key: string): FormQuestion {
  const field = { key, subject: 'a', label: key, required: true, matters: [] } as never
  return { kind: 'asked', id: key, section: {} as never, fields: [field] }
}

function walk(...keys: string[]) {
  const plan = shallowRef(keys.map(question))
  const issues = shallowRef<FieldIssue[]>([])
  const path = useQuestionPath(
    computed(() => plan.value),
    (asked) => issues.value.filter(({ field }) => asked === null || asked.includes(field)),
  )
  path.goTo(keys[0] ?? summaryId)
  return { plan, issues, path }
}
const issue = (field: string, severity: FieldIssue['severity']): FieldIssue => ({
  field,
  severity,
  message: '请改',
})

describe('the way through the questions', () => {
  it('leads from one to the next, to the summary, and back', () => {
    const { path } = walk('a', 'b')
    expect(path.number.value).toBe(1)
    expect(path.next()).toBe('moved')
    expect(path.place.value).toBe('b')
    expect(path.next()).toBe('moved')
    expect(path.place.value).toBe(summaryId)
    expect(path.next()).toBe('finished')
    expect(path.back()).toBe(true)
    expect(path.place.value).toBe('b')
    path.back()
    expect(path.back()).toBe(false)
  })

  it('goes by no error, and by a warning at the second time', () => {
    const { path, issues } = walk('a', 'b')
    issues.value = [issue('a', 'error'), issue('b', 'error')]
    expect(path.next()).toBe('held')
    expect(path.next()).toBe('held')
    expect(path.found.value.map(({ field }) => field)).toEqual(['a'])
    issues.value = [issue('a', 'warning')]
    expect(path.next()).toBe('held')
    expect(path.next()).toBe('moved')
    expect(path.found.value).toEqual([])
  })

  it('changes one answer from the summary, and comes back to it', () => {
    const { path, plan, issues } = walk('a', 'b')
    path.goTo(summaryId)
    const field = plan.value[0]?.fields[0]
    if (field === undefined) throw new Error('no field')
    path.change(field)
    expect(path.place.value).toBe('change.a')
    issues.value = [issue('a', 'error')]
    expect(path.next()).toBe('held')
    issues.value = [issue('b', 'error')]
    expect(path.next()).toBe('moved')
    expect(path.place.value).toBe(summaryId)
    expect(path.next()).toBe('held')
  })

  it('stands at what took the place of a question that an answer took away', () => {
    const { path, plan } = walk('a', 'b', 'c')
    path.goTo('b')
    plan.value = [question('a'), question('c')]
    expect(path.place.value).toBe('c')
    expect(path.number.value).toBe(2)
  })
})
