import type { FormValues } from './form.ts'

/** 寄送: to whom the results go, where the form says that they are to be posted. */
export interface Recipient {
  readonly name: string
  readonly mobile: string
  readonly address: string
}

const posted = 'post'

function valueOf(values: FormValues, element: string): string {
  const key = Object.keys(values).find((candidate) => candidate.endsWith(`.${element}`))
  return key === undefined ? '' : (values[key]?.value ?? '')
}

/**
 * The recipient of an intake's results; null where they are fetched in person. The signer gets them, at the address
 * that the form asked for.
 */
export function recipientOf(intake: { values: FormValues; signature: { signer: string } }): Recipient | null {
  const { values, signature } = intake
  const address = valueOf(values, 'deliveryAddress')
  if (valueOf(values, 'deliveryMethod') !== posted || address === '') return null
  return {
    name: values[`${signature.signer}.name`]?.value ?? '',
    mobile: values[`${signature.signer}.mobile`]?.value ?? '',
    address,
  }
}

const weights = [8, 6, 4, 2, 3, 5, 9, 7] as const

/**
 * A 邮件号码 of thirteen characters (UPU S10: two letters, eight digits, a check digit, the country).
 * @param serial below 100,000,000
 */
export function postalNumber(service: string, serial: number): string {
  const digits = String(serial).padStart(8, '0')
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  const rest = 11 - (sum % 11)
  return `${service}${digits}${String(rest === 10 ? 0 : rest === 11 ? 5 : rest)}CN`
}
