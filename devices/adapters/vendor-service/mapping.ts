import { DeviceError, type DeviceConfigOf, type IdCardReading } from '#devices/contract'
import { readCardWords, type CardWords } from '../card-words.ts'

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
    return { type: 'card', reading: readCardWords(wordsOf(answer, options), today, options.meanings) }
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

/** What the mapping finds of each field, as it stands in the answer. */
function wordsOf(answer: object, { fields }: VendorOptions): CardWords {
  const found = Object.entries(fields).map(([field, path]) => {
    const value = path === undefined ? undefined : valueAt(answer, path)
    return [field, typeof value === 'string' || typeof value === 'number' ? String(value) : null]
  })
  return Object.fromEntries(found) as CardWords
}
