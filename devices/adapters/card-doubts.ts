import type { IdCard, IdCardWarning } from '#devices/contract'
import { computeCheckDigit } from './citizen-number.ts'

/** What a maker's service or library was asked for and cannot give: said to be unread, as by a reader that cannot. */
export function unreadOf(asked: {
  latestAddress?: boolean | undefined
  fingerprints?: boolean | undefined
}): IdCardWarning[] {
  return [
    ...(asked.latestAddress === true ? (['latest-address-unread'] as const) : []),
    ...(asked.fingerprints === true ? (['fingerprints-unread'] as const) : []),
  ]
}

/**
 * What a clerk should know of a card that was read all the same.
 * @param today `YYYY-MM-DD`, to tell an expired card
 */
export function findDoubts(card: IdCard, today: string): IdCardWarning[] {
  const doubts: IdCardWarning[] = []
  if (card.number.length === 18) {
    if (computeCheckDigit(card.number) !== card.number[17]) doubts.push('number-check-digit')
    if (card.number.slice(6, 14) !== card.birth.replaceAll('-', '')) doubts.push('number-birth-mismatch')
  }
  if (card.validUntil !== '长期' && card.validUntil < today) doubts.push('expired')
  if (card.kind === 'resident' && card.nation === null) doubts.push('unknown-nation-code')
  return doubts
}
