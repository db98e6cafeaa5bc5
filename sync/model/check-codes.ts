const creditCodeAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const mod36Alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Check character of a 统一社会信用代码's first 17 characters, mod 31 (GB 32100-2015 §4.5); null for a letter that the code does not use. */
export function creditCodeCheckCharacter(first17: string): string | null {
  let sum = 0
  let weight = 1
  for (const character of first17.slice(0, 17)) {
    const digit = creditCodeAlphabet.indexOf(character)
    if (digit < 0) return null
    sum += digit * weight
    weight = (weight * 3) % 31
  }
  return creditCodeAlphabet[(31 - (sum % 31)) % 31] as string
}

/** Whether `text` is a 统一社会信用代码 (GB 32100-2015); no I, O, S, V, Z. */
export function isCreditCode(text: string): boolean {
  return /^[0-9A-Z]{2}\d{6}[0-9A-Z]{10}$/.test(text) && creditCodeCheckCharacter(text) === text[17]
}

/**
 * Check character by ISO 7064 MOD 37,36 over digits and capital letters.
 * @throws RangeError for any other character.
 */
export function mod3736CheckCharacter(body: string): string {
  let product = 36
  for (const character of body) {
    const digit = mod36Alphabet.indexOf(character)
    if (digit < 0) throw new RangeError('MOD 37,36 covers digits and capital letters only')
    product = (((product + digit) % 36 || 36) * 2) % 37
  }
  return mod36Alphabet[(37 - product) % 36] as string
}

/** Parts of an 电子证照标识 (`1.2.156.3005.2.type.issuer.serial.version.check`). */
export interface LicenceId {
  /** 证照类型代码: the issuing ministry's credit code and a serial of three. */
  readonly type: string
  /** 颁发机构代码, normally a credit code. */
  readonly issuer: string
  readonly serial: string
  readonly version: string
}

const licencePattern =
  /^1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{1,18})\.([0-9A-Z]{1,40})\.(\d{3})\.([0-9A-Z])$/

/** Reads an 电子证照标识 (GB/T 36904); null when its form or its check character is wrong. */
export function readLicenceId(text: string): LicenceId | null {
  const match = licencePattern.exec(text)
  if (match === null) return null
  const [, type, issuer, serial, version, check] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  if (mod3736CheckCharacter(type + issuer + serial + version) !== check) return null
  return { type, issuer, serial, version }
}

/** Parts of a 31-character 实施编码. */
export interface ImplementationCode {
  readonly authority: string
  /** 行使层级 (GB/T 39046 A.2): 1 国家 … 6 村社区. */
  readonly level: string
  /** 基本编码. */
  readonly basic: string
}

/** Reads a 实施编码 of 31 characters, or of 33 with its 业务办理项 number; null when it does not hold. */
export function readImplementationCode(text: string): ImplementationCode | null {
  const match = /^([0-9A-Z]{18})([1-7])(\d{12})(?:\d{2})?$/.exec(text)
  if (match === null || !isCreditCode(match[1] as string)) return null
  return { authority: match[1] as string, level: match[2] as string, basic: match[3] as string }
}

/** 投资项目统一代码: `2305-430102-04-01-123456` (year and month or year, division, trade, kind, serial). */
export function isProjectCode(text: string): boolean {
  return /^\d{4}-\d{6}-\d{2}-\d{2}-\d{6}$/.test(text)
}

/**
 * 不动产单元代码, 28 characters (GB/T 37346-2019): division 6, cadastral area 3, sub-area 3, parcel feature 2,
 * parcel 5, fixture feature 1, fixture 8. It has no check digit.
 */
export function isRealEstateUnit(text: string): boolean {
  return /^\d{12}[GJZ][A-Z]\d{5}[A-Z]\d{8}$/.test(text)
}

/** Luhn's check digit (ISO/IEC 7812-1), for bank cards. */
export function passesLuhn(digits: string): boolean {
  if (!/^\d+$/.test(digits)) return false
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at])
    const doubled = at % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
