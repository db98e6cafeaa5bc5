import { dataElementSchema, type MergedForm } from '#sync/model'
import { describe, expect, it } from 'vitest'
import { stableForm } from './stable-form.ts'

const element = dataElementSchema.parse({
  id: 'name',
  label: '姓名',
  format: { kind: 'personName' },
  sensitivity: 'personal',
})

/** A freshly merged form, as it comes at each keystroke. */
function merged(required = true): MergedForm {
  const field = (subject: string, must: boolean) => ({
    key: `${subject}.name`,
    subject,
    element,
    label: '姓名',
    required: must,
    matters: ['a', 'b'],
  })
  return {
    sections: [
      { subject: 'mother', label: '母亲', readsCard: true, fields: [field('mother', true)] },
      { subject: 'father', label: '父亲', readsCard: true, fields: [field('father', required)] },
    ],
    fieldsSum: 4,
    fieldsMerged: 2,
  }
}

describe('a form merged again', () => {
  it('is the same object when nothing changed', () => {
    const before = merged()
    expect(stableForm(before, merged())).toBe(before)
  })

  it('keeps the sections that did not change', () => {
    const before = merged()
    const next = stableForm(before, merged(false))
    expect(next).not.toBe(before)
    expect(next.sections[0]).toBe(before.sections[0])
    expect(next.sections[1]?.fields[0]?.required).toBe(false)
  })
})
