import type { FormSection, FormValues, MergedField, ValueSource } from '#sync/model'

/** One screen of the form at a kiosk. */
export interface FormQuestion {
  /**
   * `known`: the card of one person, and what is known of them already, to be looked at and not to be asked. `asked`: one question, or
   * a few that nobody answers apart.
   */
  readonly kind: 'known' | 'asked'
  readonly id: string
  readonly section: FormSection
  readonly fields: readonly MergedField[]
}

/** What stands together on the paper that people answer from, by data element. */
const bound: readonly (readonly string[])[] = [
  ['idType', 'idNumber'],
  ['idAuthority', 'idValidFrom', 'idValidUntil'],
  ['birthDate', 'birthTime'],
  ['gestationalWeeks', 'birthWeight', 'birthLength'],
  ['orgName', 'creditCode'],
  ['projectCode', 'projectName'],
  ['leaderName', 'leaderIdNumber', 'leaderMobile'],
  ['siteContact', 'siteMobile'],
  ['bankName', 'bankBranch', 'bankCard', 'bankAccount', 'bankAccountName'],
  ['appointmentDate', 'appointmentSlot'],
  ['contractFrom', 'contractTo'],
  ['loanFrom', 'loanTo'],
  ['taxPeriodFrom', 'taxPeriodTo'],
  ['previousFrom', 'previousTo'],
  ['startDate', 'finishDate'],
]

const toldByOthers: ReadonlySet<ValueSource> = new Set(['card', 'licence', 'shared', 'earlier'])

/** The name of the group that a field is asked in: its own where it stands alone. */
function groupOf({ element }: MergedField): string {
  const place = bound.findIndex((group) => group.includes(element.id))
  return place < 0 ? element.id : `group-${String(place)}`
}

function askedOf(section: FormSection, values: FormValues): FormQuestion[] {
  const groups = new Map<string, MergedField[]>()
  for (const field of section.fields) {
    const source = values[field.key]?.source
    if (source !== undefined && source !== 'typed') continue
    const group = groupOf(field)
    groups.set(group, [...(groups.get(group) ?? []), field])
  }
  return [...groups].map(([group, fields]) => ({
    kind: 'asked',
    id: `${section.subject}.${group}`,
    section,
    fields,
  }))
}

/**
 * The form as questions, one a screen, in its order. What a card, a licence or an earlier intake has said is shown once for a look;
 * what was worked out from other answers is not asked at all; what was typed stays where it was asked.
 * @param cardUsable whether a card can be read here and now
 */
export function planQuestions(
  sections: readonly FormSection[],
  values: FormValues,
  cardUsable: boolean,
): FormQuestion[] {
  return sections.flatMap((section) => {
    const fields = section.fields.filter(({ key }) => toldByOthers.has(values[key]?.source ?? 'typed'))
    const known: FormQuestion[] =
      fields.length > 0 || (section.readsCard && cardUsable)
        ? [{ kind: 'known', id: `${section.subject}.known`, section, fields }]
        : []
    return [...known, ...askedOf(section, values)]
  })
}

/**
 * Where to begin: at the first question that something required is missing from, or whose card nobody was asked for yet; null where
 * nothing is left to ask.
 */
export function firstOpen(plan: readonly FormQuestion[], values: FormValues): FormQuestion | null {
  const isMissing = ({ key, required }: MergedField): boolean =>
    required && (values[key]?.value ?? '').trim() === ''
  const at = plan.findIndex(({ kind, fields }) => kind === 'asked' && fields.some(isMissing))
  if (at < 0) return null
  const before = plan[at - 1]
  const untouched = before?.section.fields.every(({ key }) => values[key] === undefined) === true
  return (
    (before?.kind === 'known' && before.section === plan[at]?.section && untouched ? before : plan[at]) ??
    null
  )
}
