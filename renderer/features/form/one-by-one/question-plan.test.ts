import type { FormSection, MergedField } from '#sync/model'
import { describe, expect, it } from 'vitest'
import { firstOpen, planQuestions } from './question-plan.ts'

function field(subject: string, id: string, required = true): MergedField {
  const element = {
    id,
    label: id,
    format: { kind: 'text', maxLength: 50, multiline: false },
    sensitivity: 'personal',
  } as const
  return { key: `${subject}.${id}`, subject, element, label: id, required, matters: ['one'] }
}

function section(subject: string, readsCard: boolean, ...ids: string[]): FormSection {
  return { subject, label: subject, readsCard, fields: ids.map((id) => field(subject, id)) }
}

const sections = [
  section('newborn', false, 'name', 'birthDate', 'birthTime', 'birthPlace'),
  section('mother', true, 'name', 'idType', 'idNumber', 'birthDate', 'mobile'),
]
const shape = (plan: ReturnType<typeof planQuestions>): string[] =>
  plan.map(({ kind, fields }) => `${kind} ${fields.map(({ key }) => key).join(' ')}`.trim())

describe('the form as questions', () => {
  it('asks one thing a screen, what belongs together on one, and the card of who has one first', () => {
    expect(shape(planQuestions(sections, {}, true))).toEqual([
      'asked newborn.name',
      'asked newborn.birthDate newborn.birthTime',
      'asked newborn.birthPlace',
      'known',
      'asked mother.name',
      'asked mother.idType mother.idNumber',
      'asked mother.birthDate',
      'asked mother.mobile',
    ])
  })

  it('asks for no card where none can be read', () => {
    expect(shape(planQuestions(sections, {}, false))).not.toContain('known')
  })

  it('shows what a card said in place of asking for it, and does not ask what follows from it', () => {
    const values = {
      'mother.name': { value: '林一诺', source: 'card' },
      'mother.idType': { value: '111', source: 'card' },
      'mother.idNumber': { value: '430102199603080021', source: 'card' },
      'mother.birthDate': { value: '1996-03-08', source: 'derived' },
      'mother.mobile': { value: '138', source: 'typed' },
    } as const
    const mother = planQuestions(sections, values, false).filter(
      ({ section: one }) => one.subject === 'mother',
    )
    expect(shape(mother)).toEqual(['known mother.name mother.idType mother.idNumber', 'asked mother.mobile'])
  })

  it('keeps a question where it was asked while it is being answered', () => {
    const before = planQuestions(sections, {}, true)
    const after = planQuestions(sections, { 'newborn.name': { value: '林', source: 'typed' } }, true)
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
  })

  it('begins where something is missing, with the card of a person of whom nothing is known, and else at the end', () => {
    const typed = (...keys: string[]) =>
      Object.fromEntries(keys.map((key) => [key, { value: 'x', source: 'typed' as const }]))
    const open = (values: ReturnType<typeof typed>): string | undefined =>
      firstOpen(planQuestions(sections, values, true), values)?.id
    const newborn = ['name', 'birthDate', 'birthTime', 'birthPlace'].map((id) => `newborn.${id}`)
    expect(open({})).toBe('newborn.name')
    expect(open(typed('newborn.name'))).toMatch(/^newborn\.group/)
    expect(open(typed(...newborn))).toBe('mother.known')
    expect(open(typed(...newborn, 'mother.name'))).toMatch(/^mother\.group/)
    const all = sections.flatMap(({ fields }) => fields.map(({ key }) => key))
    expect(open(typed(...all))).toBeUndefined()
  })
})
