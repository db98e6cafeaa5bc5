import type { CaseView } from '#renderer/workers'
import type { Catalogue, Intake } from '#sync/model'

/** One matter of the intake, with its case as far as the hub has told. */
export interface CaseRow {
  readonly matterId: string
  readonly matter: string
  readonly department: string
  readonly case: CaseView | null
}

/** All matters in the intake's order; a case that the intake does not name is not lost, it comes last. */
export function caseRows(
  intake: Pick<Intake, 'themeId' | 'matters'>,
  cases: readonly CaseView[],
  catalogue: Pick<Catalogue, 'themes' | 'departments'>,
): CaseRow[] {
  const theme = catalogue.themes.find(({ id }) => id === intake.themeId)
  const ids = [...intake.matters, ...cases.map(({ matterId }) => matterId)]
  return [...new Set(ids)].map((matterId) => {
    const matter = theme?.matters.find(({ id }) => id === matterId)
    const known = cases.find((one) => one.matterId === matterId) ?? null
    const departmentId = known?.department ?? matter?.department ?? ''
    const department = catalogue.departments.find(({ id }) => id === departmentId)
    return {
      matterId,
      matter: matter?.name ?? matterId,
      department: department?.shortName ?? departmentId,
      case: known,
    }
  })
}
