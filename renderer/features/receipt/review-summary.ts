import {
  type Catalogue,
  type Draft,
  makeNotice,
  mergeForm,
  type Notice,
  textsOf,
  type Theme,
} from '#sync/model'

/** What one matter's department will receive. */
export interface DepartmentShare {
  readonly matterId: string
  readonly matter: string
  readonly department: string
  readonly days: number
  /** Values that this matter asks for and that are filled. */
  readonly fields: number
  readonly materials: number
  /** Names of the matters whose results it waits for. */
  readonly waitsFor: readonly string[]
}

export interface ReviewSummary {
  readonly notice: Notice
  readonly shares: readonly DepartmentShare[]
  readonly departments: number
}

/** What will be sent, per matter and department, in the notice's order. */
export function reviewSummary(theme: Theme, catalogue: Catalogue, draft: Draft): ReviewSummary {
  const facts = { answers: draft.answers, values: textsOf(draft.values) }
  const notice = makeNotice(theme, facts)
  const fields = mergeForm(theme, catalogue, facts).sections.flatMap((section) => section.fields)
  const filled = fields.filter(({ key }) => (facts.values[key] ?? '') !== '')
  const materials = [...notice.bring, ...notice.held]
  const ids = new Set(notice.matters.map((matter) => matter.id))
  const nameOf = (id: string): string => theme.matters.find((matter) => matter.id === id)?.name ?? id
  const shares = notice.matters.map((matter): DepartmentShare => ({
    matterId: matter.id,
    matter: matter.name,
    department:
      catalogue.departments.find((department) => department.id === matter.department)?.name ??
      matter.department,
    days: matter.workingDays,
    fields: filled.filter((field) => field.matters.includes(matter.id)).length,
    materials: materials.filter((material) => material.matters.includes(matter.id)).length,
    waitsFor: matter.dependsOn.filter((id) => ids.has(id)).map(nameOf),
  }))
  return { notice, shares, departments: new Set(notice.matters.map((matter) => matter.department)).size }
}
