import { openQuestions, type Theme } from '#sync/model'

/** A complete set of answers to the questions that are asked. */
export type Answers = Readonly<Record<string, string>>

/** More situations than this are not looked at one by one. */
const mostSituations = 2000

/** Every situation of a theme: all ways to answer the questions that each way asks. */
export function situationsOf(theme: Theme): Answers[] {
  const complete: Answers[] = []
  const open: Answers[] = [{}]
  while (open.length > 0 && complete.length < mostSituations) {
    const answers = open.pop() as Answers
    const next = openQuestions(theme, answers).find((question) => answers[question.id] === undefined)
    if (next === undefined) complete.push(answers)
    else open.push(...next.options.map(({ value }) => ({ ...answers, [next.id]: value })).reverse())
  }
  return complete
}
