import type { IntakeDetail } from '#renderer/workers'
import type { Catalogue, ResultDocument } from '#sync/model'

/** A result paper with whose it is. */
export interface ResultPaper extends Pick<ResultDocument, 'documentId' | 'name' | 'number'> {
  readonly matter: string
  readonly department: string
}

/** The result papers that can be handed over now, in the order of the matters. */
export function papersInHall(
  { intake, cases, inHall }: Pick<IntakeDetail, 'intake' | 'cases' | 'inHall'>,
  catalogue: Pick<Catalogue, 'themes' | 'departments'>,
): ResultPaper[] {
  const theme = catalogue.themes.find(({ id }) => id === intake.themeId)
  return cases.flatMap(({ matterId, department, result }) => {
    const matter = theme?.matters.find(({ id }) => id === matterId)?.name ?? matterId
    const named = catalogue.departments.find(({ id }) => id === department)?.shortName ?? department
    return (result?.documents ?? []).flatMap(({ documentId, name, number }) =>
      inHall.includes(documentId) ? [{ documentId, name, number, matter, department: named }] : [],
    )
  })
}
