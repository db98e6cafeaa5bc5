import { DeviceError, type SocialSecurityCard, type SocialSecurityReading } from '#devices/contract'
import { computeCheckDigit } from '../citizen-number.ts'
import { nations } from '../nations.ts'

/** `sx1.sh.社会保障` in GBK: the name of the social security environment, SSSE (devices.md F1, two sources). */
export const socialSecurityApplication = Uint8Array.from(Buffer.from('7378312e73682ec9e7bbe1b1a3d5cf', 'hex'))

/** A record of a public file: where it stands and how much it holds. */
export interface RecordPlace {
  readonly file: number
  readonly tag: number
  readonly bytes: number
}

/** EF05 and EF06, which are read without key or PIN (devices.md F1: fields from two sources, free access from one). */
export const records = {
  version: { file: 0xef05, tag: 0x03, bytes: 4 },
  issuer: { file: 0xef05, tag: 0x04, bytes: 12 },
  issued: { file: 0xef05, tag: 0x05, bytes: 4 },
  validUntil: { file: 0xef05, tag: 0x06, bytes: 4 },
  cardNumber: { file: 0xef05, tag: 0x07, bytes: 9 },
  number: { file: 0xef06, tag: 0x08, bytes: 18 },
  name: { file: 0xef06, tag: 0x09, bytes: 30 },
  nameRest: { file: 0xef06, tag: 0x4e, bytes: 20 },
  sex: { file: 0xef06, tag: 0x0a, bytes: 1 },
  nation: { file: 0xef06, tag: 0x0b, bytes: 1 },
  birthplace: { file: 0xef06, tag: 0x0c, bytes: 3 },
  birth: { file: 0xef06, tag: 0x0d, bytes: 4 },
} as const satisfies Record<string, RecordPlace>
export type RecordName = keyof typeof records

/** The value in a record's answer. @throws DeviceError `smart-card.corrupt-data` */
export function recordValue(name: RecordName, data: Uint8Array): Uint8Array {
  const [tag, length = 0] = data
  if (tag !== records[name].tag || data.length < 2 + length) throw corrupt(name, 'not tag, length, value')
  return data.subarray(2, 2 + length)
}

/**
 * What the records say, as the desk wants it. Text is GBK filled with 00, numbers are packed decimal filled with F.
 * @param values the records that the card has
 * @param today `YYYY-MM-DD` on this terminal's clock
 * @throws DeviceError `smart-card.corrupt-data`
 */
export function readCard(
  values: Readonly<Partial<Record<RecordName, Uint8Array>>>,
  today: string,
): SocialSecurityReading {
  const text = (name: RecordName): string | null => textOf(name, values[name] ?? new Uint8Array())
  const digits = (name: RecordName): string | null => digitsOf(values[name] ?? new Uint8Array())
  const name = textOf(
    'name',
    Uint8Array.from([...(values.name ?? []), ...withoutFill(values.nameRest ?? [])]),
  )
  const number = text('number')?.toUpperCase() ?? null
  if (name === null) throw corrupt('name', 'empty')
  if (number === null || !/^[0-9A-Z]{6,18}$/.test(number)) throw corrupt('number', 'not of its form')
  const nationCode = digits('nation')
  const card: SocialSecurityCard = {
    number,
    name,
    sex: sexOf(text('sex')),
    nationCode,
    nation: nationCode === null ? null : (nations[nationCode] ?? null),
    birthplaceCode: digits('birthplace'),
    birth: dateOf('birth', digits('birth')),
    cardNumber: text('cardNumber'),
    version: text('version'),
    issuer: digits('issuer'),
    issued: dateOf('issued', digits('issued')),
    validUntil: dateOf('validUntil', digits('validUntil')),
  }
  return { card, warnings: doubtsOf(card, today) }
}

function doubtsOf(
  { number, birth, validUntil }: SocialSecurityCard,
  today: string,
): SocialSecurityReading['warnings'] {
  const doubts: SocialSecurityReading['warnings'] = []
  if (/^\d{17}[\dX]$/.test(number)) {
    if (computeCheckDigit(number) !== number[17]) doubts.push('number-check-digit')
    if (birth !== null && number.slice(6, 14) !== birth.replaceAll('-', ''))
      doubts.push('number-birth-mismatch')
  }
  if (validUntil !== null && validUntil < today) doubts.push('expired')
  return doubts
}

function withoutFill(bytes: Iterable<number>): number[] {
  return [...bytes].filter((byte) => byte !== 0xff)
}

function textOf(name: RecordName, bytes: Uint8Array): string | null {
  const filled = Uint8Array.from(withoutFill(bytes).filter((byte) => byte !== 0))
  let value: string
  try {
    value = new TextDecoder('gb18030', { fatal: true }).decode(filled).trim()
  } catch {
    throw corrupt(name, 'not GBK')
  }
  if (/\p{Cc}/u.test(value)) throw corrupt(name, 'not text')
  return value === '' ? null : value
}

/** Packed decimal, left aligned, filled with F; what is all zero says nothing either. */
function digitsOf(bytes: Uint8Array): string | null {
  const digits = Buffer.from(bytes).toString('hex').replace(/f+$/, '')
  return digits === '' || /^0+$/.test(digits) ? null : digits.toUpperCase()
}

function sexOf(digit: string | null): SocialSecurityCard['sex'] {
  const sexes = { '0': 'unknown', '1': 'male', '2': 'female', '9': 'unstated' } as const
  if (digit === null) return null
  const sex = Object.hasOwn(sexes, digit) ? sexes[digit as keyof typeof sexes] : undefined
  if (sex === undefined) throw corrupt('sex', 'not 0, 1, 2 or 9')
  return sex
}

function dateOf(name: RecordName, digits: string | null): string | null {
  if (digits === null) return null
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(digits)
  const iso = match === null ? '' : match.slice(1).join('-')
  const date = new Date(`${iso}T00:00:00Z`)
  if (match === null || Number.isNaN(date.getTime()) || !date.toISOString().startsWith(iso))
    throw corrupt(name, 'no day of the calendar')
  return iso
}

function corrupt(name: RecordName, why: string): DeviceError {
  return new DeviceError('smart-card.corrupt-data', `record ${name}: ${why}`)
}
