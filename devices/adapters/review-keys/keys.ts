import { satisfactions, type Satisfaction } from '#devices/contract'

/**
 * The first of the five keys in what came from the pad; line ends, noise and other keys are passed over.
 * @param keys five characters, from 非常满意 to 非常不满意
 */
export function firstKey(bytes: Uint8Array, keys: string): Satisfaction | null {
  for (const byte of bytes) {
    const place = keys.indexOf(String.fromCharCode(byte))
    if (place >= 0) return satisfactions[place] ?? null
  }
  return null
}
