import { DeviceError, idCardSchema, type IdCard, type IdCardReading } from '#devices/contract'
import { findDoubts } from './card-doubts.ts'
import { nations } from './nations.ts'

type Field =
  | 'name'
  | 'number'
  | 'nameEnglish'
  | 'sex'
  | 'nation'
  | 'birth'
  | 'address'
  | 'authority'
  | 'validFrom'
  | 'validUntil'
  | 'kind'

/** A card in a maker's own words; what is left out or null the maker does not say. */
export type CardWords = Readonly<Partial<Record<Field, string | null>>>

/** What a maker's words mean, where they are not the usual ones. */
export interface CardMeanings {
  readonly sex?: Readonly<Record<string, IdCard['sex']>> | undefined
  readonly kind?: Readonly<Record<string, IdCard['kind']>> | undefined
}

/**
 * Understands a card that a maker's service or library tells in words: `男` or `1`, `汉` or `01`, dates in five forms.
 * @param today `YYYY-MM-DD`
 * @throws DeviceError `id-card.corrupt-data` where a field is missing or impossible; messages name fields and never
 *   their content
 */
export function readCardWords(words: CardWords, today: string, meanings: CardMeanings = {}): IdCardReading {
  const text = (field: Field): string | null => {
    const trimmed = (words[field] ?? '').trim()
    if (trimmed.length > 200 || /\p{Cc}/u.test(trimmed)) throw corrupt(field, 'not text of its length')
    return trimmed === '' ? null : trimmed
  }
  const required = (field: 'name' | 'number'): string => {
    const value = text(field)
    if (value === null) throw corrupt(field, 'missing')
    return value
  }
  const number = required('number').toUpperCase()
  const birth = text('birth') ?? birthIn(number)
  const validUntil = text('validUntil')
  const card = idCardSchema.safeParse({
    kind: meanings.kind?.[text('kind') ?? ''] ?? 'resident',
    name: required('name'),
    nameEnglish: text('nameEnglish'),
    sex: sexOf(text('sex'), number, meanings.sex),
    ...nationOf(text('nation')),
    birth: birth === null ? null : isoDate('birth', birth),
    address: text('address'),
    number,
    authority: text('authority'),
    validFrom: isoDate('validFrom', text('validFrom') ?? ''),
    validUntil: validUntil === '长期' ? validUntil : isoDate('validUntil', validUntil ?? ''),
    photoWlt: null,
  })
  if (!card.success) throw corrupt(String(card.error.issues[0]?.path[0] ?? 'card'), 'missing or impossible')
  return { card: card.data, warnings: findDoubts(card.data, today) }
}

const usualSexes: Readonly<Record<string, IdCard['sex']>> = {
  男: 'male',
  女: 'female',
  1: 'male',
  2: 'female',
  0: 'unknown',
  9: 'unstated',
  M: 'male',
  F: 'female',
  未知: 'unknown',
  未说明: 'unstated',
}

/** As the service says; where it says nothing, as the number does (GB 11643: odd is male). */
function sexOf(
  said: string | null,
  number: string,
  meanings: Readonly<Record<string, IdCard['sex']>> | undefined,
): IdCard['sex'] {
  if (said !== null) {
    const sex = meanings?.[said] ?? usualSexes[said.replace(/性$/, '').toUpperCase()]
    if (sex === undefined) throw corrupt('sex', 'a word without a meaning')
    return sex
  }
  if (!/^\d{17}[\dX]$/.test(number)) return 'unknown'
  return Number(number[16]) % 2 === 1 ? 'male' : 'female'
}

/** By code or by name, `汉` or `汉族`. */
function nationOf(said: string | null): Pick<IdCard, 'nation' | 'nationCode'> {
  if (said === null) return { nation: null, nationCode: null }
  const code = /^\d{2}$/.test(said)
    ? said
    : (Object.entries(nations).find(([, name]) => name === said || `${name}族` === said)?.[0] ?? null)
  return { nationCode: code, nation: code === null ? said : (nations[code] ?? null) }
}

function birthIn(number: string): string | null {
  return /^\d{17}[\dX]$/.test(number) ? number.slice(6, 14) : null
}

/** `19900307`, `1990-03-07`, `1990.03.07`, `1990/3/7`, `1990年3月7日`. */
function isoDate(field: string, text: string): string {
  const match = /^(\d{4})(?:(\d{2})(\d{2})|\D(\d{1,2})\D(\d{1,2})\D?)$/.exec(text)
  const [, year = '', month = match?.[4] ?? '', day = match?.[5] ?? ''] = match ?? []
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${iso}T00:00:00Z`)
  if (match === null || Number.isNaN(date.getTime()) || !date.toISOString().startsWith(iso))
    throw corrupt(field, 'no day of the calendar')
  return iso
}

function corrupt(field: string, why: string): DeviceError {
  return new DeviceError('id-card.corrupt-data', `${field}: ${why}`)
}
