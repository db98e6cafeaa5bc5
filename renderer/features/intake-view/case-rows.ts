import type { CaseView } from '#renderer/workers'
import {
  type CaseOutcome,
  type CaseResult,
  type Catalogue,
  type Intake,
  isAdverse,
  type Theme,
} from '#sync/model'

/** What is shown of a case: by the feed with its result, by a query at least with its outcome. */
export type ShownCase = Pick<CaseView, 'matterId' | 'department' | 'caseNumber' | 'status'> & {
  readonly outcome: CaseOutcome | null
  readonly result: CaseResult | null
}

/** One matter of the intake, with its case as far as the hub has told. */
export interface CaseRow {
  readonly matterId: string
  readonly matter: string
  readonly department: string
  readonly case: ShownCase | null
  /** Names of matters that this one waits for in vain: they were not granted. */
  readonly blockedBy: readonly string[]
}

/** All matters in the intake's order; a case that the intake does not name is not lost, it comes last. */
export function caseRows(
  intake: Pick<Intake, 'themeId' | 'matters'>,
  cases: readonly ShownCase[],
  catalogue: Pick<Catalogue, 'themes' | 'departments'>,
): CaseRow[] {
  const theme = catalogue.themes.find(({ id }) => id === intake.themeId)
  const nameOf = (id: string): string => theme?.matters.find((matter) => matter.id === id)?.name ?? id
  const failed = failedMatters(theme, cases)
  const ids = [...intake.matters, ...cases.map(({ matterId }) => matterId)]
  return [...new Set(ids)].map((matterId) => {
    const matter = theme?.matters.find(({ id }) => id === matterId)
    const known = cases.find((one) => one.matterId === matterId) ?? null
    const departmentId = known?.department ?? matter?.department ?? ''
    const department = catalogue.departments.find(({ id }) => id === departmentId)
    return {
      matterId,
      matter: nameOf(matterId),
      department: department?.shortName ?? departmentId,
      case: known,
      blockedBy:
        known?.status === 'waiting'
          ? (matter?.dependsOn ?? []).filter((id) => failed.has(id)).map(nameOf)
          : [],
    }
  })
}

/** Matters that did not come to what others wait for, and those that wait for them in vain, however far down. */
function failedMatters(theme: Theme | undefined, cases: readonly ShownCase[]): Set<string> {
  const failed = new Set(cases.flatMap((one) => (endedWithout(one) ? [one.matterId] : [])))
  const waiting = cases.filter(({ status }) => status === 'waiting').map(({ matterId }) => matterId)
  for (let before = -1; before !== failed.size;) {
    before = failed.size
    for (const { id, dependsOn } of theme?.matters ?? [])
      if (waiting.includes(id) && dependsOn.some((upstream) => failed.has(upstream))) failed.add(id)
  }
  return failed
}

/** Whether a case has come to its end without what others wait for. */
function endedWithout({ status, outcome }: ShownCase): boolean {
  return status === 'rejected' || status === 'withdrawn' || (outcome !== null && isAdverse(outcome))
}

/** A case of the feed as it is shown. */
export function shownCase(one: CaseView): ShownCase {
  return { ...one, outcome: one.result?.outcome ?? null }
}
