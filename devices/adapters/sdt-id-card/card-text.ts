import { DeviceError, type IdCard, type IdCardReading } from '#devices/contract'
import { toFormerNumber } from './former-number.ts'
import { findDoubts } from '../card-doubts.ts'
import { nations } from '../nations.ts'

/** The text area of a card as its issuer lays it out: [byte offset, byte length] of UTF-16LE, space padded. */
type Layout = Readonly<Record<string, readonly [offset: number, length: number]>>

/** 居民身份证, and with another use of the reserved part 港澳台居民居住证 ('J') (devices.md A6). */
const resident = {
  name: [0, 30],
  sex: [30, 2],
  nationCode: [32, 4],
  birth: [36, 16],
  address: [52, 70],
  number: [122, 36],
  authority: [158, 30],
  validFrom: [188, 16],
  validUntil: [204, 16],
} as const satisfies Layout

/** What 'J' has in the reserved part: 通行证号码 and 签发次数. */
const residencePermit = { travelPermitNumber: [220, 18], issueCount: [238, 4] } as const satisfies Layout

/** 外国人永久居留身份证, 2017 edition ('I'). */
const foreigner2017 = {
  nameEnglish: [0, 120],
  sex: [120, 2],
  number: [122, 30],
  country: [152, 6],
  name: [158, 30],
  validFrom: [188, 16],
  validUntil: [204, 16],
  birth: [220, 16],
  authority: [240, 8],
} as const satisfies Layout

/** 外国人永久居留身份证, 2023 edition ('Y'): the English name is cut in two. */
const foreigner2023 = {
  name: [0, 30],
  sex: [30, 2],
  birth: [36, 16],
  nameEnglish: [52, 70],
  number: [122, 36],
  validFrom: [188, 16],
  validUntil: [204, 16],
  nameEnglishRest: [220, 22],
  country: [242, 6],
  formerNumberLink: [250, 6],
} as const satisfies Layout

/** 15 characters of the first edition, 18 of the second; the check tells more, and only warns. */
const foreignerNumber = /^(?:[0-9A-Z]{15}|[0-9A-Z]{18})$/

const textBytes = 256
const cardTypeOffset = 248

type Body = Omit<IdCard, 'photoWlt'>

/** What nobody sees, and what no decoder could make out. */
const unseen = /[\p{Cc}\p{Cf}\p{Noncharacter_Code_Point}\u2028\u2029\ufffd]/u

/**
 * Decodes the 256-byte text of any of the four kinds of card.
 * @param today `YYYY-MM-DD`, to tell an expired card
 * @throws DeviceError `id-card.corrupt-data` when a field that every card has is missing or impossible; its message
 *   names the field and never its content
 */
export function decodeCardText(
  text: Uint8Array,
  photoWlt: Uint8Array<ArrayBuffer> | null,
  today: string,
): IdCardReading {
  if (text.length !== textBytes) throw corrupt('text', `${String(text.length)} bytes instead of 256`)
  const card: IdCard = { ...decodeBody(text), photoWlt }
  return { card, warnings: findDoubts(card, today) }
}

function decodeBody(text: Uint8Array): Body {
  switch (String.fromCharCode((text[cardTypeOffset] ?? 0) | ((text[cardTypeOffset + 1] ?? 0) << 8))) {
    case 'I':
      return decodeForeigner2017(text)
    case 'Y':
      return decodeForeigner2023(text)
    case 'J':
      return decodeResidencePermit(text)
    default:
      return decodeResident(text)
  }
}

function decodeResident(text: Uint8Array): Body {
  const field = reader(text)
  const nationCode = field(resident.nationCode)
  return {
    kind: 'resident',
    name: required('name', field(resident.name)),
    nameEnglish: null,
    sex: toSex(field(resident.sex)),
    nationCode: optional('nationCode', nationCode),
    nation: nations[nationCode] ?? null,
    birth: toDate('birth', field(resident.birth)),
    address: optional('address', field(resident.address)),
    number: toNumber(field(resident.number), /^\d{17}[\dX]$/),
    authority: optional('authority', field(resident.authority)),
    validFrom: toDate('validFrom', field(resident.validFrom)),
    validUntil: toEnd(field(resident.validUntil)),
  }
}

function decodeResidencePermit(text: Uint8Array): Body {
  const field = reader(text)
  const travelPermitNumber = optional('travelPermitNumber', field(residencePermit.travelPermitNumber))
  const issueCount = optional('issueCount', field(residencePermit.issueCount))
  return {
    ...decodeResident(text),
    kind: 'residencePermit',
    nationCode: null,
    nation: null,
    ...(travelPermitNumber === null ? {} : { travelPermitNumber }),
    ...(issueCount === null ? {} : { issueCount }),
  }
}

/** The text of 最新住址; undefined where it is none. */
export function decodeLatestAddress(data: Uint8Array): string | null | undefined {
  const text = trim(decodeUtf16(data, [0, data.length]))
  if (unseen.test(text)) return undefined
  return text === '' ? null : text
}

function decodeForeigner2017(text: Uint8Array): Body {
  const field = reader(text)
  const nameEnglish = required('nameEnglish', field(foreigner2017.nameEnglish))
  return {
    kind: 'foreigner',
    name: optional('name', field(foreigner2017.name)) ?? nameEnglish,
    nameEnglish,
    sex: toSex(field(foreigner2017.sex)),
    nationCode: null,
    nation: optional('country', field(foreigner2017.country)),
    birth: toDate('birth', field(foreigner2017.birth)),
    address: null,
    number: toNumber(field(foreigner2017.number), foreignerNumber),
    authority: optional('authority', field(foreigner2017.authority)),
    validFrom: toDate('validFrom', field(foreigner2017.validFrom)),
    validUntil: toEnd(field(foreigner2017.validUntil)),
  }
}

function decodeForeigner2023(text: Uint8Array): Body {
  const field = reader(text)
  // The first part is not trimmed at its end: a space there is one between two words.
  const whole =
    decodeUtf16(text, foreigner2023.nameEnglish) + decodeUtf16(text, foreigner2023.nameEnglishRest)
  const nameEnglish = required('nameEnglish', trim(whole))
  const number = toNumber(field(foreigner2023.number), foreignerNumber)
  const country = optional('country', field(foreigner2023.country))
  const formerNumber = toFormerNumber(country ?? '', number, field(foreigner2023.formerNumberLink))
  return {
    kind: 'foreigner',
    name: optional('name', field(foreigner2023.name)) ?? nameEnglish,
    nameEnglish,
    sex: toSex(field(foreigner2023.sex)),
    nationCode: null,
    nation: country,
    birth: toDate('birth', field(foreigner2023.birth)),
    address: null,
    number,
    authority: null,
    validFrom: toDate('validFrom', field(foreigner2023.validFrom)),
    validUntil: toEnd(field(foreigner2023.validUntil)),
    ...(formerNumber === null ? {} : { formerNumber }),
  }
}

function reader(text: Uint8Array): (place: readonly [number, number]) => string {
  return (place) => trim(decodeUtf16(text, place))
}

function decodeUtf16(text: Uint8Array, [offset, length]: readonly [number, number]): string {
  return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(text.subarray(offset, offset + length))
}

/** Padding is spaces; some cards pad with NUL, some with ideographic spaces. */
function trim(padded: string): string {
  // eslint-disable-next-line no-control-regex -- NUL is what the padding is
  return padded.replace(/^[\s\u0000\u3000]+|[\s\u0000\u3000]+$/gu, '')
}

function optional(field: string, value: string): string | null {
  return value === '' ? null : required(field, value)
}

/**
 * Text for a person: present, well-formed UTF-16, and all of it to be seen. A character that turns the writing round or takes no room
 * would make one name look like another; private ones stay, for rare characters of names are among them.
 */
function required(field: string, value: string): string {
  if (value === '') throw corrupt(field, 'empty')
  if (unseen.test(value)) throw corrupt(field, 'not text')
  return value
}

function toSex(digit: string): IdCard['sex'] {
  switch (digit) {
    case '0':
      return 'unknown'
    case '1':
      return 'male'
    case '9':
      return 'unstated'
    case '2':
      return 'female'
    default:
      throw corrupt('sex', 'not 0, 1, 2 or 9')
  }
}

function toNumber(value: string, form: RegExp): string {
  const upper = value.toUpperCase()
  if (!form.test(upper)) throw corrupt('number', 'not of its form')
  return upper
}

function toEnd(value: string): string {
  return value === '长期' ? value : toDate('validUntil', value)
}

function toDate(field: string, compact: string): string {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(compact)
  if (match === null) throw corrupt(field, 'not YYYYMMDD')
  const iso = `${match[1] ?? ''}-${match[2] ?? ''}-${match[3] ?? ''}`
  const date = new Date(`${iso}T00:00:00Z`)
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(iso))
    throw corrupt(field, 'no day of the calendar')
  return iso
}

function corrupt(field: string, why: string): DeviceError {
  return new DeviceError('id-card.corrupt-data', `card text, ${field}: ${why}`)
}
