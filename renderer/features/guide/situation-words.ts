import type { Question } from '#sync/model'

/** The answered questions as they are read out, on screen and on paper. */
export function situationWords(
  questions: readonly Question[],
  answers: Readonly<Record<string, string>>,
): { ask: string; answer: string }[] {
  return questions.flatMap((question) => {
    const option = question.options.find(({ value }) => value === answers[question.id])
    return option === undefined ? [] : [{ ask: question.ask, answer: option.label }]
  })
}

/** The first question without an answer that counts; null when all are answered. */
export function nextQuestion(
  questions: readonly Question[],
  answers: Readonly<Record<string, string>>,
): Question | null {
  return (
    questions.find((question) => !question.options.some(({ value }) => value === answers[question.id])) ??
    null
  )
}
