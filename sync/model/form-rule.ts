import { surnameOf } from './person-name.ts'
import { isRealDate, readResidentId } from './resident-id.ts'
import type { FormRule } from './theme.ts'

/** Whole years from `birth` to `day`, both `YYYY-MM-DD`; somebody born on 29 February is a year older on 1 March. */
export function ageInYears(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4))
  return day.slice(5) < birth.slice(5) ? years - 1 : years
}

/** Days from `from` to `to`, negative when `to` is earlier; both `YYYY-MM-DD`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

const decimal = /^-?\d+(?:\.\d+)?$/

/** Order of two dates, or of two numbers; null when they cannot be compared. */
function compare(left: string, right: string): number | null {
  if (isRealDate(left) && isRealDate(right)) return left < right ? -1 : left > right ? 1 : 0
  if (decimal.test(left) && decimal.test(right)) return Math.sign(Number(left) - Number(right))
  return null
}

/** The birth date that a text gives: itself a date, or a valid resident ID number. */
function birthOf(text: string): string | null {
  return isRealDate(text) ? text : (readResidentId(text)?.birthDate ?? null)
}

function sumInHundredths(texts: readonly string[]): number | null {
  if (!texts.every((text) => decimal.test(text))) return null
  return texts.reduce((sum, text) => sum + Math.round(Number(text) * 100), 0)
}

/**
 * Whether a rule is kept. `own` is the value of its field, `others` those it is held against. What cannot be
 * compared (a malformed date, a missing number) counts as kept: the field's own check speaks of that.
 *
 * - notBefore, notAfter: dates or numbers, against each other one
 * - differs: from every other; equals: to the first
 * - ageAtLeast, ageBelow: years (`amount`) that `own` (a birth date or ID number) has reached on the first other
 * - birthMatchesId, sexMatchesId: `own` against the ID number that is the first other
 * - surnameOf: the name begins with the surname of one of the others
 * - withinDays: from `own` to the first other pass no more than `amount` days
 * - sumEquals: `own` and the others give `amount`; without amount `own` is the others' sum
 */
export function keepsRule(rule: FormRule, own: string, others: readonly string[]): boolean {
  const first = others[0] ?? ''
  const amount = rule.amount ?? 0
  switch (rule.check) {
    case 'notBefore':
      return others.every((other) => (compare(own, other) ?? 0) >= 0)
    case 'notAfter':
      return others.every((other) => (compare(own, other) ?? 0) <= 0)
    case 'differs':
      return others.every((other) => own !== other)
    case 'equals':
      return own === first
    case 'ageAtLeast':
    case 'ageBelow': {
      const birth = birthOf(own)
      if (birth === null || !isRealDate(first)) return true
      const age = ageInYears(birth, first)
      return rule.check === 'ageAtLeast' ? age >= amount : age < amount
    }
    case 'birthMatchesId': {
      const facts = readResidentId(first)
      return facts === null || !isRealDate(own) || facts.birthDate === own
    }
    case 'sexMatchesId': {
      const facts = readResidentId(first)
      return facts === null || (own !== '1' && own !== '2') || facts.sex === own
    }
    case 'surnameOf':
      return others.some((other) => own.startsWith(surnameOf(other)))
    case 'withinDays':
      return !isRealDate(own) || !isRealDate(first) || daysBetween(own, first) <= amount
    case 'sumEquals': {
      const sum = sumInHundredths(rule.amount === undefined ? others : [own, ...others])
      if (sum === null || !decimal.test(own)) return true
      return sum === Math.round((rule.amount === undefined ? Number(own) : rule.amount) * 100)
    }
  }
}
