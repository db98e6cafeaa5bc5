import { type Catalogue, makeNotice, mergeForm, type Theme } from '#sync/model'
import { situationsOf } from './situations.ts'

/** How much one form saves in one theme. */
export interface ThemeStats {
  readonly id: string
  readonly name: string
  readonly lead: string
  readonly deadline: string
  /** All matters of the theme; a situation usually needs only some of them. */
  readonly matters: number
  readonly situations: number
  /** In the situation in which the matters' own forms ask most: their fields together, and those of the one form. */
  readonly fieldsSum: number
  readonly fieldsMerged: number
  /** In the same situation. */
  readonly mattersThen: number
  readonly totalWorkingDays: number
}

/** The figures of one theme; of its situations the one whose matters ask most counts. */
export function themeStats(theme: Theme, catalogue: Pick<Catalogue, 'elements'>): ThemeStats {
  const situations = situationsOf(theme)
  const largest = situations
    .map((answers) => ({ answers, form: mergeForm(theme, catalogue, { answers, values: {} }) }))
    .reduce((best, each) => (each.form.fieldsSum > best.form.fieldsSum ? each : best))
  const notice = makeNotice(theme, { answers: largest.answers, values: {} })
  return {
    id: theme.id,
    name: theme.name,
    lead: theme.lead,
    deadline: theme.deadline,
    matters: theme.matters.length,
    situations: situations.length,
    fieldsSum: largest.form.fieldsSum,
    fieldsMerged: largest.form.fieldsMerged,
    mattersThen: notice.matters.length,
    totalWorkingDays: notice.totalWorkingDays,
  }
}
