import type { IdCard, SocialSecurityCard } from '#devices/contract'
import type { CodeTable, FormSection, FormValues } from '#sync/model'
import { fillFrom, type Offered, type ValueFill } from './offered-values.ts'

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
    // After a move the chip says the new one (最新住址), and the print stays as it was.
    householdAddress: card.latestAddress ?? card.address,
    idAuthority: card.authority,
    idValidFrom: card.validFrom,
    idValidUntil: card.validUntil,
    nationality: card.kind === 'foreigner' ? card.nation : null,
  }
  return present(values)
}

/**
 * What a social security card says of its holder. Its number is the holder's 公民身份号码; the validity is the card's own and
 * no document's.
 */
export function socialCardValues(card: SocialSecurityCard): Readonly<Record<string, string>> {
  return present({
    name: card.name,
    sex: card.sex === null ? null : sexCodes[card.sex],
    nation: card.nationCode,
    birthDate: card.birth,
    idType: idTypeCodes.resident,
    idNumber: card.number,
  })
}

function present(values: Record<string, string | null>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== ''),
  )
}

/** Compares what a card says with a section's values. */
export function fillFromCard(
  section: FormSection,
  values: FormValues,
  said: Readonly<Record<string, string>>,
  codeTables: readonly CodeTable[],
): ValueFill {
  const offers = Object.entries(said).map(([element, value]): [string, Offered] => [
    element,
    { value, source: 'card' },
  ])
  return fillFrom(section, values, Object.fromEntries(offers), codeTables)
}
