import type { Draft, Representation } from './intake.ts'
import { textsOf } from './merge-form.ts'
import { isRealDate, readResidentId, residentIdProblem } from './resident-id.ts'
import type { Theme } from './theme.ts'

/** Why somebody may not sign as it stands. */
export type RepresentationProblem =
  'minor-alone' | 'minor-represents' | 'represents-self' | 'name-missing' | 'number-wrong' | 'proof-missing'

/** 民法典 §17: who is under eighteen is a minor. */
const ofAge = 18

function birthOf(values: Readonly<Record<string, string>>, subject: string): string | null {
  const number = values[`${subject}.idNumber`] ?? ''
  const fromNumber = residentIdProblem(number) === null ? readResidentId(number)?.birthDate : undefined
  const told = values[`${subject}.birthDate`] ?? ''
  return fromNumber ?? (isRealDate(told) ? told : null)
}

function isMinor(birth: string | null, today: string): boolean {
  if (birth === null) return false
  const comesOfAge = `${String(Number(birth.slice(0, 4)) + ofAge).padStart(4, '0')}${birth.slice(4)}`
  return today < comesOfAge
}

function problemsOf(
  { name, idNumber, proof }: Representation,
  applicantNumber: string,
  today: string,
): readonly RepresentationProblem[] {
  const problems: RepresentationProblem[] = []
  if (name.trim().length < 2) problems.push('name-missing')
  const wrong = residentIdProblem(idNumber) !== null
  if (wrong) problems.push('number-wrong')
  if (!wrong && isMinor(readResidentId(idNumber)?.birthDate ?? null, today)) problems.push('minor-represents')
  if (!wrong && idNumber === applicantNumber) problems.push('represents-self')
  if (proof.length === 0) problems.push('proof-missing')
  return problems
}

/**
 * 谁可以签名: an adult for themselves, a guardian or an agent with a proof for another (民法典 §19–23, §161–165). Of an
 * organisation its legal representative or its handler signs, who is a subject of the form and an adult like any other.
 * @param signer the subject that is to sign, or to be signed for
 * @param today `YYYY-MM-DD`
 */
export function representationProblems(
  theme: Pick<Theme, 'subjects'>,
  draft: Pick<Draft, 'values' | 'representation'>,
  signer: string,
  today: string,
): readonly RepresentationProblem[] {
  const values = textsOf(draft.values)
  if (draft.representation !== null)
    return problemsOf(draft.representation, values[`${signer}.idNumber`] ?? '', today)
  const isPerson = theme.subjects.find(({ id }) => id === signer)?.kind === 'person'
  return isPerson && isMinor(birthOf(values, signer), today) ? ['minor-alone'] : []
}
