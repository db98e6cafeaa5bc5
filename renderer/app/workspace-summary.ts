import type { Step } from '#renderer/ui'
import {
  type Catalogue,
  type Draft,
  fieldsOf,
  makeNotice,
  materialGaps,
  type Matter,
  mergeForm,
  openQuestions,
  textsOf,
  type Theme,
} from '#sync/model'

/** How far each step of a draft is, as numbers; words are the frame's. */
export interface WorkspaceSummary {
  readonly questionsLeft: number
  readonly fieldsLeft: number
  readonly fieldsDone: number
  readonly materialsLeft: number
  readonly signed: boolean
  /** The situation's matters, once all questions are answered. */
  readonly matters: readonly Matter[] | null
}

/** Reads a draft as the rail and the right column show it. */
export function summarise(theme: Theme, catalogue: Catalogue, draft: Draft): WorkspaceSummary {
  const questionsLeft = openQuestions(theme, draft.answers).filter(
    (question) => !question.options.some(({ value }) => value === draft.answers[question.id]),
  ).length
  const facts = { answers: draft.answers, values: textsOf(draft.values) }
  const fields = fieldsOf(mergeForm(theme, catalogue, facts))
  const filled = (key: string): boolean => (facts.values[key] ?? '').trim() !== ''
  const notice = makeNotice(theme, facts)
  return {
    questionsLeft,
    fieldsLeft: fields.filter((field) => field.required && !filled(field.key)).length,
    fieldsDone: fields.filter((field) => filled(field.key)).length,
    materialsLeft: materialGaps(notice, draft).filter((gap) => gap.materialId !== null).length,
    signed: draft.signature !== null,
    matters: questionsLeft === 0 ? notice.matters : null,
  }
}

export const stepIds = ['guide', 'form', 'materials', 'sign', 'review'] as const
export type StepId = (typeof stepIds)[number]

/** A supplement (补正) begins at its papers: who and what it is about is known. */
export function stepsOf(draft: Pick<Draft, 'supplement'> | null): readonly StepId[] {
  return draft === null || draft.supplement === null ? stepIds : stepIds.slice(stepIds.indexOf('materials'))
}

/** Where a step stands. What was opened before and still lacks something is a problem, not merely undone. */
export function stepState(
  step: StepId,
  summary: WorkspaceSummary,
  furthest: StepId,
): Pick<Step, 'state' | 'locked'> {
  const left = {
    guide: summary.questionsLeft,
    form: summary.fieldsLeft,
    materials: summary.materialsLeft,
    sign: summary.signed ? 0 : 1,
    review: 1,
  }[step]
  const locked = step !== 'guide' && summary.questionsLeft > 0
  const behind = stepIds.indexOf(step) < stepIds.indexOf(furthest)
  if (locked) return { state: 'todo', locked }
  if (left === 0 && (behind || step === furthest)) return { state: 'done', locked }
  return { state: behind ? 'problem' : 'todo', locked }
}
