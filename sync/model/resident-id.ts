/** What a 公民身份号码 itself says. */
export interface ResidentIdFacts {
  /** 行政区划代码 at the time of first registration (GB/T 2260), six digits; it may since have been abolished. */
  readonly division: string
  /** `YYYY-MM-DD`. */
  readonly birthDate: string
  /** GB/T 2261.1: `1` 男, `2` 女. */
  readonly sex: '1' | '2'
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const checkCharacters = '10X98765432'

/** Provinces' first two digits in GB/T 2260, with 83 for 台湾居民居住证 (the older 71 stands beside it) and 81/82. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  ),
)

/** Check character of the first 17 digits, ISO 7064 MOD 11-2 as in GB 11643-1999 §4. */
export function residentIdCheckCharacter(first17: string): string {
  let sum = 0
  for (let at = 0; at < weights.length; at++) sum += Number(first17[at]) * (weights[at] as number)
  return checkCharacters[sum % 11] as string
}

/** Whether `text` is a real day of the Gregorian calendar as `YYYY-MM-DD`. */
export function isRealDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (match === null) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const date = new Date(Date.UTC(2000, month - 1, day))
  date.setUTCFullYear(year, month - 1, day)
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

export type ResidentIdProblem =
  | 'oldNumber' // 15 digits, of the first generation
  | 'length'
  | 'characters'
  | 'division'
  | 'birthDate'
  | 'checkCharacter'

/** What is wrong with an 18-character number; null when it holds (GB 11643-1999). */
export function residentIdProblem(text: string): ResidentIdProblem | null {
  if (/^\d{15}$/.test(text)) return 'oldNumber'
  if (text.length !== 18) return 'length'
  if (!/^\d{17}[0-9X]$/.test(text)) return 'characters'
  if (!provinces.has(text.slice(0, 2))) return 'division'
  if (!isRealDate(`${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`)) return 'birthDate'
  return residentIdCheckCharacter(text) === text[17] ? null : 'checkCharacter'
}

/** Division, birth date and sex out of a valid number; null when the number is not valid. */
export function readResidentId(text: string): ResidentIdFacts | null {
  if (residentIdProblem(text) !== null) return null
  return {
    division: text.slice(0, 6),
    birthDate: `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`,
    sex: Number(text[16]) % 2 === 1 ? '1' : '2',
  }
}
