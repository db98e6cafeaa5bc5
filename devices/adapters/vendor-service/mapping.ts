import {
  DeviceError,
  idCardSchema,
  type DeviceConfigOf,
  type IdCard,
  type IdCardReading,
} from '#devices/contract'
import { findDoubts } from '../card-doubts.ts'
import { nations } from '../nations.ts'

export type VendorOptions = DeviceConfigOf<'vendor-service'>['options']

/** What a service's answer comes to. */
export type VendorAnswer =
  | { readonly type: 'card'; readonly reading: IdCardReading }
  | { readonly type: 'no-card' }
  /** It says neither; `said` is its own short code, for technicians. */
  | { readonly type: 'failed'; readonly said: string }
  /** It is about something else: a greeting, a heartbeat. */
  | { readonly type: 'other' }

/**
 * Reads a service's answer by the mapping that the configuration gives.
 * @param text the answer, JSON
 * @param today `YYYY-MM-DD`
 * @throws DeviceError `device.protocol` for what is no JSON object, `id-card.corrupt-data` where a field is missing or
 *   impossible; messages name fields and never their content
 */
export function readVendorAnswer(text: string, options: VendorOptions, today: string): VendorAnswer {
  const answer = parseObject(text)
  const verdict = valueAt(answer, options.success.path)
  if (verdict === undefined) return { type: 'other' }
  if (isOneOf(verdict, options.success.values)) {
    const card = readCard(answer, options)
    return { type: 'card', reading: { card, warnings: findDoubts(card, today) } }
  }
  if (isOneOf(verdict, options.noCard ?? [])) return { type: 'no-card' }
  return { type: 'failed', said: shortCode(verdict) }
}

function parseObject(text: string): object {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = null
  }
  if (typeof value !== 'object' || value === null)
    throw new DeviceError(
      'device.protocol',
      `the service answered ${String(text.length)} characters that are no JSON`,
    )
  return value
}

/** The value at `data.cards.0.name`; only what the answer itself has, never what objects have by nature. */
function valueAt(answer: object, path: string): unknown {
  let value: unknown = answer
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[name]
  }
  return value
}

/** Services write `0`, `"0"` and `true` for the same thing. */
function isOneOf(value: unknown, known: readonly (string | number | boolean)[]): boolean {
  return known.some((one) => String(one) === String(value))
}

/** A code of the service may be told; a sentence of it may hold anything. */
function shortCode(verdict: unknown): string {
  const text = String(verdict)
  return /^[\w.-]{1,24}$/.test(text) ? text : 'something else'
}

function readCard(answer: object, options: VendorOptions): IdCard {
  const { fields, meanings } = options
  const text = (field: keyof typeof fields): string | null => {
    const path = fields[field]
    const value = path === undefined ? undefined : valueAt(answer, path)
    if (typeof value !== 'string' && typeof value !== 'number') return null
    const trimmed = String(value).trim()
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
    kind: meanings?.kind?.[text('kind') ?? ''] ?? 'resident',
    name: required('name'),
    nameEnglish: text('nameEnglish'),
    sex: sexOf(text('sex'), number, meanings?.sex),
    ...nationOf(text('nation')),
    birth: birth === null ? null : isoDate('birth', birth),
    address: text('address'),
    number,
    authority: text('authority'),
    validFrom: isoDate('validFrom', text('validFrom') ?? ''),
    validUntil: validUntil === '长期' ? validUntil : isoDate('validUntil', validUntil ?? ''),
    photoWlt: null,
  })
  if (card.success) return card.data
  throw corrupt(String(card.error.issues[0]?.path[0] ?? 'card'), 'missing or impossible')
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
  return new DeviceError('id-card.corrupt-data', `answer of the service, ${field}: ${why}`)
}
