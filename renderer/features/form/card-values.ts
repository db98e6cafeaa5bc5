import type { IdCard } from '#devices/contract'
import type { CodeTable, FieldKey, FormSection, FormValues, MergedField } from '#sync/model'

/** GB/T 2261.1: 0 未知, 1 男, 2 女, 9 未说明. */
const sexCodes = { unknown: '0', male: '1', female: '2', unstated: '9' } as const

/** GA/T 2000.156 证件类型; a 居民居住证 is left to the clerk, because the code table has no entry of its own. */
const idTypeCodes = { resident: '111', foreigner: '553', residencePermit: null } as const

/** What the card says, by data element. An element that the card leaves empty is not here. */
export function cardValues(card: IdCard): Readonly<Record<string, string>> {
  const values: Record<string, string | null> = {
    name: card.name,
    sex: sexCodes[card.sex],
    nation: card.nationCode,
    birthDate: card.birth,
    idType: idTypeCodes[card.kind],
    idNumber: card.number,
    // Where the person is registered; where they live (address) is another question.
    householdAddress: card.address,
    idAuthority: card.authority,
    idValidFrom: card.validFrom,
    idValidUntil: card.validUntil,
    nationality: card.kind === 'foreigner' ? card.nation : null,
  }
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== ''),
  )
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

/** A field where the card says something else than what stands there. */
export interface CardConflict {
  readonly key: FieldKey
  readonly label: string
  readonly present: string
  readonly card: string
}

/** What a reading would do to one section. */
export interface CardFill {
  /** Values that may be set at once: the field is empty, or says the same, or was only derived. */
  readonly fills: Readonly<Record<FieldKey, string>>
  /** Values that only a person may replace. */
  readonly conflicts: readonly CardConflict[]
}

/** Compares a card with a section's values. Nothing that somebody typed is overwritten without being asked. */
export function fillFromCard(
  section: FormSection,
  values: FormValues,
  card: IdCard,
  codeTables: readonly CodeTable[],
): CardFill {
  const read = cardValues(card)
  const fills: Record<FieldKey, string> = {}
  const conflicts: CardConflict[] = []
  for (const field of section.fields) {
    const value = read[field.element.id]
    if (value === undefined || !fits(field, value, codeTables)) continue
    const present = values[field.key]
    if (present === undefined || present.value === value || present.source === 'derived') {
      fills[field.key] = value
    } else {
      conflicts.push({ key: field.key, label: field.label, present: present.value, card: value })
    }
  }
  return { fills, conflicts }
}
