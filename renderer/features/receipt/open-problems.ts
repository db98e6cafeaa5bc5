import {
  type Catalogue,
  type Draft,
  makeNotice,
  materialGaps,
  mergeForm,
  openQuestions,
  type RepresentationProblem,
  representationProblems,
  textsOf,
  type Theme,
  validateForm,
} from '#sync/model'

/** Which step of the workspace can mend it. */
export type ProblemStep = 'guide' | 'form' | 'materials' | 'sign'

/** Something that stands between a draft and its submission. */
export interface OpenProblem {
  readonly step: ProblemStep
  /** What the step should bring into view: a question, a field key or a material. */
  readonly target: string
  /** A plain sentence. */
  readonly text: string
}

/**
 * Everything still open, in the order of the steps: unanswered questions first, because they decide about all the
 * rest, then fields, materials, signature. Warnings are not in it: they have been shown beside their fields.
 * @param signatureValid whether the signature covers exactly the draft as it is now
 * @param today `YYYY-MM-DD`
 * @param representationText what is wrong with who signs, in a plain sentence
 */
export function openProblems(
  theme: Theme,
  catalogue: Catalogue,
  draft: Draft,
  signatureValid: boolean,
  today: string,
  representationText: (problem: RepresentationProblem) => string,
): OpenProblem[] {
  const facts = { answers: draft.answers, values: textsOf(draft.values) }
  const questions = openQuestions(theme, draft.answers)
    .filter((question) => !question.options.some(({ value }) => value === draft.answers[question.id]))
    .map((question): OpenProblem => ({ step: 'guide', target: question.id, text: question.ask }))
  if (questions.length > 0) return questions

  const form = mergeForm(theme, catalogue, facts)
  const fields = validateForm(theme, catalogue, form, facts, today)
    .filter((issue) => issue.severity === 'error')
    .map((issue): OpenProblem => {
      const section = form.sections.find((candidate) =>
        candidate.fields.some((field) => field.key === issue.field),
      )
      return { step: 'form', target: issue.field, text: `${section?.label ?? ''}：${issue.message}` }
    })
  const materials = materialGaps(makeNotice(theme, facts), draft)
    .filter((gap) => gap.materialId !== null)
    .map((gap): OpenProblem => ({ step: 'materials', target: gap.materialId as string, text: gap.message }))
  const signer = draft.signature?.signer ?? theme.applicants[0] ?? ''
  const representation = representationProblems(theme, draft, signer, today).map((problem): OpenProblem => ({
    step: 'sign',
    target: problem,
    text: representationText(problem),
  }))
  const before = [...fields, ...materials, ...representation]
  return signatureValid ? before : [...before, { step: 'sign', target: 'signature', text: '' }]
}
