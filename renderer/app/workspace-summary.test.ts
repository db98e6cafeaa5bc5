import { bundledCatalogue } from '#sync/catalogue/bundled'
import { type Draft, openQuestions } from '#sync/model'
import { describe, expect, it } from 'vitest'
import { stepState, summarise } from './workspace-summary.ts'

const catalogue = bundledCatalogue()
const theme = catalogue.themes.find(({ id }) => id === 'birth') ?? expect.fail('no birth theme')

function draft(answers: Record<string, string>): Draft {
  return {
    id: '00000000-0000-4000-8000-000000000000',
    operatorId: '1001',
    themeId: 'birth',
    answers,
    values: {},
    materials: [],
    attachments: [],
    signature: null,
    transfer: null,
    step: 'guide',
    audit: [],
    overrides: [],
    representation: null,
    supplement: null,
    createdAt: '2026-11-23T08:00:00Z',
    updatedAt: '2026-11-23T08:00:00Z',
  }
}

function allAnswered(): Record<string, string> {
  const answers: Record<string, string> = {}
  for (;;) {
    const next = openQuestions(theme, answers).find(({ id }) => answers[id] === undefined)
    if (next === undefined) return answers
    answers[next.id] = next.options[0]?.value ?? expect.fail('a question without options')
  }
}

describe('the rail of an intake', () => {
  const fresh = summarise(theme, catalogue, draft({}))
  const answered = summarise(theme, catalogue, draft(allAnswered()))

  it('keeps the later steps locked until the situation is clear', () => {
    expect(fresh.questionsLeft).toBeGreaterThan(0)
    expect(fresh.matters).toBeNull()
    expect(stepState('form', fresh, 'guide')).toEqual({ state: 'todo', locked: true })
    expect(stepState('guide', fresh, 'guide')).toEqual({ state: 'todo', locked: false })
  })

  it('opens them then, and counts what is left', () => {
    expect(answered).toMatchObject({ questionsLeft: 0, signed: false, fieldsDone: 0 })
    expect(answered.fieldsLeft).toBeGreaterThan(0)
    expect(answered.matters?.length).toBeGreaterThan(0)
    expect(stepState('guide', answered, 'form')).toEqual({ state: 'done', locked: false })
  })

  it('marks what was left incomplete, and does not call done what nobody has opened', () => {
    expect(stepState('form', answered, 'materials').state).toBe('problem')
    expect(stepState('form', { ...answered, fieldsLeft: 0 }, 'guide').state).toBe('todo')
    expect(stepState('review', answered, 'review').state).toBe('todo')
  })
})
