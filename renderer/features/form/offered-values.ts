import {
  type CodeTable,
  type FieldKey,
  type FormSection,
  type FormValues,
  type MergedField,
  type ValueSource,
  valueSources,
} from '#sync/model'

/** What a card, a licence or a register says for one data element. */
export interface Offered {
  readonly value: string
  readonly source: ValueSource
}

/** A field where a source says something else than what stands there. */
export interface ValueConflict {
  readonly key: FieldKey
  readonly label: string
  readonly present: string
  readonly offered: Offered
}

/** What taking the offered values would do to one section. */
export interface ValueFill {
  /** Values that may be set at once: the field is empty, or says the same, or was only derived. */
  readonly fills: Readonly<Record<FieldKey, Offered>>
  /** Values that only a person may replace. */
  readonly conflicts: readonly ValueConflict[]
}

/** Whether a field can hold this text: a code of its table, a real date, a yes or no. */
function fits(field: MergedField, value: string, codeTables: readonly CodeTable[]): boolean {
  const { format } = field.element
  switch (format.kind) {
    case 'code':
      return (
        codeTables.find((table) => table.id === format.table)?.entries.some(({ code }) => code === value) ??
        false
      )
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(value)
    case 'yesNo':
      return value === 'yes' || value === 'no'
    default:
      return true
  }
}

function better(one: ValueSource, other: ValueSource): ValueSource {
  return valueSources.indexOf(one) <= valueSources.indexOf(other) ? one : other
}

/**
 * Compares what is offered, by data element, with a section's values. Nothing that somebody typed, and nothing that
 * another source said, is overwritten without being asked. A value that two sources agree on keeps the better source.
 */
export function fillFrom(
  section: FormSection,
  values: FormValues,
  offers: Readonly<Record<string, Offered>>,
  codeTables: readonly CodeTable[],
): ValueFill {
  const fills: Record<FieldKey, Offered> = {}
  const conflicts: ValueConflict[] = []
  for (const field of section.fields) {
    const offered = offers[field.element.id]
    if (offered === undefined || !fits(field, offered.value, codeTables)) continue
    const present = values[field.key]
    if (present === undefined || present.source === 'derived') fills[field.key] = offered
    else if (present.value === offered.value)
      fills[field.key] = { ...offered, source: better(present.source, offered.source) }
    else conflicts.push({ key: field.key, label: field.label, present: present.value, offered })
  }
  return { fills, conflicts }
}
