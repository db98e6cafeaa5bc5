import { holds, type ConditionFacts } from './condition.ts'
import type { FieldUse, Matter, Question, Theme } from './theme.ts'

/** 情形: what of a theme applies to one person, with everything that no longer counts left out. */
export interface Situation {
  /** Answers to questions that are asked now, and values of fields that are shown now. */
  readonly facts: ConditionFacts
  readonly matters: readonly Matter[]
}

/**
 * The questions to show now, in the theme's order: those whose `when` holds. An answer to a question that is not
 * shown (any more) does not count, even if it was given before.
 */
export function openQuestions(theme: Theme, answers: ConditionFacts['answers']): Question[] {
  const counted: Record<string, string> = {}
  return theme.questions.filter((question) => {
    if (!holds(question.when, { answers: counted, values: {} })) return false
    const answer = answers[question.id]
    if (answer !== undefined && question.options.some(({ value }) => value === answer))
      counted[question.id] = answer
    return true
  })
}

/** The answers that count: to questions now shown, with a value that the question offers. */
export function countedAnswers(theme: Theme, answers: ConditionFacts['answers']): Record<string, string> {
  const counted: Record<string, string> = {}
  for (const question of openQuestions(theme, answers)) {
    const answer = answers[question.id]
    if (answer !== undefined && question.options.some(({ value }) => value === answer))
      counted[question.id] = answer
  }
  return counted
}

/** The field uses of one matter that apply now. */
export function fieldsInUse(theme: Theme, matter: Matter, facts: ConditionFacts): FieldUse[] {
  return matter.fields.filter((use) => {
    const subject = theme.subjects.find((candidate) => candidate.id === use.subject)
    return holds(subject?.when, facts) && holds(use.when, facts)
  })
}

/**
 * What applies to this person. A value typed into a field that has since disappeared must not decide anything, so
 * values outside the form are dropped until nothing changes; each round only removes, so it ends.
 */
export function situationOf(theme: Theme, facts: ConditionFacts): Situation {
  const answers = countedAnswers(theme, facts.answers)
  let values = facts.values
  for (;;) {
    const current: ConditionFacts = { answers, values }
    const matters = theme.matters.filter((matter) => holds(matter.when, current))
    const shown = new Set(
      matters.flatMap((matter) =>
        fieldsInUse(theme, matter, current).map((use) => `${use.subject}.${use.element}`),
      ),
    )
    const kept = Object.fromEntries(Object.entries(values).filter(([key]) => shown.has(key)))
    if (Object.keys(kept).length === Object.keys(values).length) return { facts: current, matters }
    values = kept
  }
}

/**
 * For each matter that applies, the applicable matters whose result it waits for. Where an upstream matter does not
 * apply (its result is already in hand), what that one waits for is waited for instead.
 */
export function upstreamOf(theme: Theme, matters: readonly Matter[]): Map<string, string[]> {
  const applicable = new Set(matters.map((matter) => matter.id))
  const nearest = (id: string, seen: ReadonlySet<string>): string[] => {
    const matter = theme.matters.find((candidate) => candidate.id === id)
    return (matter?.dependsOn ?? []).flatMap((upstream) => {
      if (applicable.has(upstream)) return [upstream]
      return seen.has(upstream) ? [] : nearest(upstream, new Set([...seen, upstream]))
    })
  }
  return new Map(matters.map((matter) => [matter.id, [...new Set(nearest(matter.id, new Set([matter.id])))]]))
}
