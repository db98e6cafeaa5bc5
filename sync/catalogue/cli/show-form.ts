import { type Catalogue, mergeForm } from '#sync/model'
import { type Answers, situationsOf } from '../index.ts'

/** A merged form with the situation that it belongs to. */
export interface ShownForm {
  readonly theme: string
  readonly answers: Answers
  readonly fieldsSum: number
  readonly fieldsMerged: number
  readonly fields: readonly {
    readonly key: string
    readonly section: string
    readonly label: string
    readonly required: boolean
    readonly matters: readonly string[]
  }[]
}

/**
 * The merged form of a theme. Without answers (`question=value`) the situation with the longest form is shown.
 * A text says what is wrong with the request.
 */
export function formOf(catalogue: Catalogue, id: string, given: readonly string[]): ShownForm | string {
  const theme = catalogue.themes.find((candidate) => candidate.id === id)
  if (theme === undefined) {
    return `没有主题“${id}”。可以用：${catalogue.themes.map((candidate) => candidate.id).join('、')}`
  }
  const pairs = given.map((pair) => pair.split('=') as [string, string | undefined])
  const fitting = situationsOf(theme).filter((answers) =>
    pairs.every(([question, value]) => answers[question] === value),
  )
  const forms = fitting.map((answers) => ({
    answers,
    form: mergeForm(theme, catalogue, { answers, values: {} }),
  }))
  const longest = forms.sort((left, right) => right.form.fieldsMerged - left.form.fieldsMerged)[0]
  if (longest === undefined) {
    const questions = theme.questions.map(
      (question) => `${question.id}=${question.options.map(({ value }) => value).join('|')}`,
    )
    return `没有这样的情形。可以回答：${questions.join('  ')}`
  }
  const { answers, form } = longest
  return {
    theme: theme.id,
    answers,
    fieldsSum: form.fieldsSum,
    fieldsMerged: form.fieldsMerged,
    fields: form.sections.flatMap((section) =>
      section.fields.map(({ key, label, required, matters }) => ({
        key,
        section: section.label,
        label,
        required,
        matters,
      })),
    ),
  }
}

/** The form as lines for a reader. */
export function describeForm(form: ShownForm): string {
  const situation = Object.entries(form.answers).map(([question, answer]) => `${question}=${answer}`)
  return [
    `${form.theme}（${situation.join('，')}）：各表合计 ${form.fieldsSum} 个字段，一张表 ${form.fieldsMerged} 个`,
    ...form.fields.map(
      (field) =>
        `${field.section} ${field.label}${field.required ? '' : '（可不填）'}  ${field.key}  ← ${field.matters.join('、')}`,
    ),
  ].join('\n')
}
