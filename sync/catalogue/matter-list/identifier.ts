import { createHash } from 'node:crypto'
import { pinyin } from 'pinyin-pro'

/** Letters of the readable part; the rest of a long name adds nothing to reading. */
const readableLength = 32

/**
 * The id of a named thing, the same in every import whatever stands around it: its pinyin to be read, and ten digits of
 * a hash of the name, because homophones and equal beginnings are common among a hundred thousand names.
 */
export function identifierOf(name: string): string {
  const syllables = pinyin(name.normalize('NFKC'), {
    toneType: 'none',
    type: 'array',
    v: true,
    nonZh: 'consecutive',
  })
  let readable = ''
  for (const syllable of syllables) {
    const letters = syllable.toLowerCase().replace(/[^a-z0-9]/g, '')
    if (letters === '') continue
    const next = readable === '' ? letters : `${readable}-${letters}`
    if (next.length > readableLength) break
    readable = next
  }
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 10)
  return /^[a-z]/.test(readable) ? `${readable}-${digest}` : `x-${digest}`
}
