import type { FieldEntry, FormValues } from './form.ts'
import type { Subject, Theme } from './theme.ts'

/** Somebody of a finished intake whose particulars the next one may start with. */
export interface KnownParty {
  readonly subject: string
  readonly label: string
  readonly kind: 'person' | 'organisation'
  readonly name: string
}

function nameOf(subject: Subject, values: FormValues): string {
  return (values[`${subject.id}.name`] ?? values[`${subject.id}.orgName`])?.value ?? ''
}

/** The people and organisations that an intake speaks of by name, in the theme's order. */
export function knownParties(theme: Theme, values: FormValues): KnownParty[] {
  return theme.subjects.flatMap((subject): KnownParty[] => {
    const name = nameOf(subject, values)
    const { id, label, kind } = subject
    return name === '' || (kind !== 'person' && kind !== 'organisation')
      ? []
      : [{ subject: id, label, kind, name }]
  })
}

/** For whom the next theme would take them: a subject of the same name and kind, else its first applicant of that kind. */
function placeFor(party: KnownParty, theme: Theme): string | null {
  const fits = theme.subjects.filter(({ kind }) => kind === party.kind)
  const same = fits.find(({ id }) => id === party.subject)
  const applicant = theme.applicants.find((id) => fits.some((subject) => subject.id === id))
  return same?.id ?? applicant ?? null
}

/**
 * 一次填报，多次复用: what the next theme's form asks of somebody who has just been taken in. Only data elements that
 * some matter of that theme asks of them are taken (最小必要), each marked as coming from an earlier intake.
 * @returns empty where the next theme has no place for them
 */
export function carryOver(party: KnownParty, values: FormValues, next: Theme): FormValues {
  const place = placeFor(party, next)
  if (place === null) return {}
  const asked = new Set(
    next.matters.flatMap(({ fields }) =>
      fields.flatMap(({ subject, element }) => (subject === place ? [element] : [])),
    ),
  )
  const carried = [...asked].flatMap((element): [string, FieldEntry][] => {
    const value = values[`${party.subject}.${element}`]?.value ?? ''
    return value === '' ? [] : [[`${place}.${element}`, { value, source: 'earlier' }]]
  })
  return Object.fromEntries(carried)
}
