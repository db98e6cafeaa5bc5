import type { Catalogue } from './catalogue.ts'
import type { Intake, MaterialEntry } from './intake.ts'
import { themeOf } from './supplement.ts'

/** What a receipt says of an intake, as lines ready to be laid out; nothing personal is in it. */
export interface IntakeDescription {
  readonly theme: string
  readonly matters: readonly { readonly name: string; readonly department: string }[]
  readonly received: readonly string[]
  /** 容缺后补, soonest first. */
  readonly deferred: readonly {
    readonly materialId: string
    readonly name: string
    readonly dueDate: string
  }[]
  readonly committed: readonly string[]
  readonly held: readonly string[]
}

/** Describes what was taken in. An id that this terminal's catalogue does not know is shown as it is. */
export function describeIntake(
  catalogue: Pick<Catalogue, 'themes' | 'departments'>,
  intake: Pick<Intake, 'themeId' | 'matters' | 'materials' | 'supplement' | 'values'>,
): IntakeDescription {
  const theme = themeOf(catalogue.themes, intake)
  const nameOf = (id: string): string => theme?.materials.find((material) => material.id === id)?.name ?? id
  const named = (...statuses: MaterialEntry['status'][]): string[] =>
    intake.materials
      .filter((entry) => statuses.includes(entry.status))
      .map((entry) => nameOf(entry.materialId))
  return {
    theme: theme?.title ?? intake.themeId,
    matters: intake.matters.map((id) => {
      const matter = theme?.matters.find((candidate) => candidate.id === id)
      const department = catalogue.departments.find((candidate) => candidate.id === matter?.department)
      return { name: matter?.name ?? id, department: department?.shortName ?? '' }
    }),
    received: named('attached', 'generated'),
    deferred: intake.materials
      .flatMap((entry) =>
        entry.status === 'deferred'
          ? [{ materialId: entry.materialId, name: nameOf(entry.materialId), dueDate: entry.dueDate }]
          : [],
      )
      .sort((left, right) => left.dueDate.localeCompare(right.dueDate)),
    committed: named('committed'),
    held: named('held'),
  }
}
