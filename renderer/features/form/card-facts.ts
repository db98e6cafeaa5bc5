import type { IdCard } from '#devices/contract'
import type { FormSection } from '#sync/model'

/** A thing that a card says, before it has words. */
export type CardFact =
  | { readonly id: 'sex'; readonly value: IdCard['sex'] }
  | { readonly id: 'nation' | 'authority' | 'printedAddress'; readonly value: string }
  | { readonly id: 'validity'; readonly from: string; readonly until: string }

/** What the card says that this section has no field for, so that the clerk can still compare it with the person. */
export function factsBeyond(section: FormSection, card: IdCard): CardFact[] {
  const asked = new Set(section.fields.map((field) => field.element.id))
  const facts: CardFact[] = []
  if (!asked.has('sex')) facts.push({ id: 'sex', value: card.sex })
  if (!asked.has('nation') && card.nation !== null) facts.push({ id: 'nation', value: card.nation })
  if (!asked.has('idAuthority') && card.authority !== null)
    facts.push({ id: 'authority', value: card.authority })
  // Where they moved to stands in the form; what is printed is what the clerk sees on the card.
  if (asked.has('householdAddress') && card.latestAddress && card.address !== null)
    facts.push({ id: 'printedAddress', value: card.address })
  if (!asked.has('idValidUntil')) facts.push({ id: 'validity', from: card.validFrom, until: card.validUntil })
  return facts
}
