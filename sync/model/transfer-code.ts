import { mod3736CheckCharacter } from './check-codes.ts'

/** Bytes of the secret in a code: 128 bits, which nobody tries out. */
export const transferSecretBytes = 16

const prefix = 'YCT1'
/** Crockford's alphabet: no letter that is taken for a digit. 26 of its characters hold 128 bits and two that are 0. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const bodyLength = 26
const groupLength = 5
/** Far more than a code with any spacing has: what is longer is not ours. */
const longest = 100

/** The text without what a hand or a scanner adds, with the letters that are read for digits put right. */
function normalised(text: string): string {
  return text.toUpperCase().replace(/[\s\-–—:：]/g, '')
}

/** Whether a text, typed or from a scanner, claims to be the code of a draft that was handed over. */
export function isTransferCode(text: string): boolean {
  return text.length <= longest && normalised(text).startsWith(prefix)
}

/**
 * 接办码: the secret of a draft that was handed over, for a QR code and for fingers alike:
 * `YCT1-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XC`, with a check character (ISO 7064 MOD 37,36). It says nothing of anybody.
 */
export function transferCode(secret: Uint8Array): string {
  if (secret.length !== transferSecretBytes) throw new RangeError('a secret has 16 bytes')
  let bits = secret.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n) << 2n
  let body = ''
  for (let at = 0; at < bodyLength; at += 1) {
    body = (alphabet[Number(bits & 31n)] as string) + body
    bits >>= 5n
  }
  const whole = body + mod3736CheckCharacter(body)
  const groups = whole.match(new RegExp(`.{1,${String(groupLength)}}`, 'g')) ?? []
  return [prefix, ...groups].join('-')
}

/** The secret of a code; null when it is none, is not whole, or a character was mistaken. */
export function readTransferCode(text: string): Uint8Array<ArrayBuffer> | null {
  if (!isTransferCode(text)) return null
  const typed = normalised(text).slice(prefix.length)
  if (typed.length !== bodyLength + 1) return null
  const body = typed.slice(0, bodyLength).replaceAll('O', '0').replace(/[IL]/g, '1')
  let bits = 0n
  for (const character of body) {
    const value = alphabet.indexOf(character)
    if (value < 0) return null
    bits = (bits << 5n) | BigInt(value)
  }
  if (mod3736CheckCharacter(body) !== typed.slice(bodyLength) || (bits & 3n) !== 0n) return null
  bits >>= 2n
  const secret = new Uint8Array(transferSecretBytes)
  for (let at = transferSecretBytes - 1; at >= 0; at -= 1) {
    secret[at] = Number(bits & 255n)
    bits >>= 8n
  }
  return secret
}
