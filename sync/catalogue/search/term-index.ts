import { pinyin } from 'pinyin-pro'
import { heardKey, pinyinKey, plainText } from './query-text.ts'

/** One searchable text of one theme. */
export interface Term {
  readonly theme: number
  readonly text: string
  readonly weight: number
  /** What a person sees as the reason of a hit. */
  readonly shown: string
  readonly letters: string
  readonly heard: string
  readonly initials: string
}

/** Texts and where they come from, before they are indexed. */
export interface TermSource {
  readonly theme: number
  readonly text: string
  readonly weight: number
}

/** Terms with their postings by gram: two neighbouring characters, three neighbouring letters, or a beginning. */
export interface TermIndex {
  readonly terms: readonly Term[]
  readonly postings: ReadonlyMap<string, readonly number[]>
}

const han = /\p{Script=Han}/u

function syllables(text: string): string[] {
  return pinyin(text, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' }).map(plainText)
}

function pieces(text: string, size: number): string[] {
  const found: string[] = []
  for (let at = 0; at + size <= text.length; at++) found.push(text.slice(at, at + size))
  return found
}

/** The grams by which a text of characters is found. */
export function characterGrams(text: string): string[] {
  const characters = Array.from(text)
  const pairs = characters.slice(1).map((character, at) => `${characters[at]}${character}`)
  return [
    ...pairs,
    ...characters.filter((character) => han.test(character)).map((character) => `1${character}`),
  ]
}

/** The grams by which letters are found, forgiving in spelling. */
export function letterGrams(heard: string): string[] {
  return pieces(heard, 3).map((piece) => `~${piece}`)
}

/** The grams by which initials and short beginnings are found. */
export function beginningGrams(letters: string): string[] {
  return [1, 2, 3, 4].filter((size) => size <= letters.length).map((size) => `^${letters.slice(0, size)}`)
}

/** Indexes texts; a text that stands twice in one theme is kept once, with its greater weight. */
export function buildTermIndex(sources: readonly TermSource[]): TermIndex {
  const terms: Term[] = []
  const postings = new Map<string, number[]>()
  const known = new Set<string>()
  for (const { theme, text, weight } of sources) {
    const plain = plainText(text)
    const key = `${theme}/${plain}`
    if (plain === '' || known.has(key)) continue
    known.add(key)
    const spoken = syllables(plain)
    const letters = pinyinKey(spoken.join(''))
    const term: Term = {
      theme,
      text: plain,
      weight,
      shown: text,
      letters,
      heard: heardKey(spoken.join('')),
      initials: spoken.map((syllable) => syllable[0] ?? '').join(''),
    }
    const position = terms.push(term) - 1
    const grams = new Set([
      ...characterGrams(plain),
      ...letterGrams(term.heard),
      ...beginningGrams(term.letters),
      ...beginningGrams(term.initials),
    ])
    for (const gram of grams) {
      const list = postings.get(gram)
      if (list === undefined) postings.set(gram, [position])
      else list.push(position)
    }
  }
  return { terms, postings }
}

/** Pinyin letters of a query of characters, for homophones. */
export function lettersOf(text: string): string {
  return syllables(text).join('')
}
