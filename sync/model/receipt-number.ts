/** The parts of a 收件号. `day` is the terminal's local day as `YYYYMMDD`; `sequence` counts up for ever. */
export interface ReceiptNumberParts {
  readonly siteCode: string
  readonly terminalId: string
  readonly day: string
  readonly sequence: number
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const pattern = /^([0-9]{6})-([A-Z0-9]{2,6})-([0-9]{8})-([0-9]{5,9})-([0-9A-Z])$/

/** Check character by ISO 7064 MOD 37,36 over the number without its dashes. */
function checkCharacter(body: string): string {
  let product = 36
  for (const character of body) {
    const sum = (product + alphabet.indexOf(character)) % 36 || 36
    product = (sum * 2) % 37
  }
  return alphabet[(37 - product) % 36] as string
}

/**
 * 收件号, made offline and valid for ever: `430102-T01-20261123-00042-K`, with an ISO 7064 MOD 37,36 check
 * character, so that a misread or mistyped number is told at once.
 * @throws RangeError when a part does not have its form.
 */
export function formatReceiptNumber(parts: ReceiptNumberParts): string {
  const body = [parts.siteCode, parts.terminalId, parts.day, String(parts.sequence).padStart(5, '0')]
  const text = `${body.join('-')}-${checkCharacter(body.join(''))}`
  if (!pattern.test(text)) throw new RangeError('a part of the receipt number is malformed')
  return text
}

/** Reads a 收件号 back; null when it is malformed or its check character is wrong. */
export function parseReceiptNumber(text: string): ReceiptNumberParts | null {
  const match = pattern.exec(text.trim().toUpperCase())
  if (match === null) return null
  const [, siteCode, terminalId, day, sequence, check] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  if (checkCharacter(siteCode + terminalId + day + sequence) !== check) return null
  return { siteCode, terminalId, day, sequence: Number(sequence) }
}
