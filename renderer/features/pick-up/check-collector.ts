import { type Collector, fitsLastFour, type KnownCollector } from '#sync/model'

/** Why somebody cannot collect as it stands; keys of `pickUp.wrong`. */
export type CollectorProblem = 'card' | 'lastFour' | 'format' | 'unknownNumber'

export type CollectorOutcome =
  | { readonly ok: true; readonly collector: Collector }
  | { readonly ok: false; readonly problem: CollectorProblem }

const tailOf = (idNumber: string): string => idNumber.slice(-4).toUpperCase()

/**
 * The card that was read against whom the intake knows; `null` is somebody whom it does not know, with a mandate. Where
 * the intake has no number of the person, the name has to be the card's.
 */
export function checkByCard(
  known: KnownCollector | null,
  card: { readonly name: string; readonly number: string },
): CollectorOutcome {
  const fits =
    known === null ||
    (known.idNumber === '' ? known.name === card.name : known.idNumber.toUpperCase() === card.number)
  if (!fits) return { ok: false, problem: 'card' }
  const { kind, name } = known ?? { kind: 'agent' as const, name: card.name }
  return { ok: true, collector: { kind, name, numberTail: tailOf(card.number), check: 'card' } }
}

/** The last four of the number against what the intake holds. */
export function checkByLastFour(known: KnownCollector, typed: string): CollectorOutcome {
  if (!/^[0-9A-Za-z]{4}$/.test(typed.trim())) return { ok: false, problem: 'format' }
  if (known.idNumber === '') return { ok: false, problem: 'unknownNumber' }
  if (!fitsLastFour(known.idNumber, typed)) return { ok: false, problem: 'lastFour' }
  const { kind, name, idNumber } = known
  return { ok: true, collector: { kind, name, numberTail: tailOf(idNumber), check: 'last-four' } }
}
