import { pinyin } from 'pinyin-pro'
import { heardKey, pinyinKey, plainText } from './query-text.ts'

/** One searchable text, with the themes that have it: the lists of many counties repeat the same names. */
export interface Term {
  /** Weight of the text by position of the theme. */
  readonly themes: Map<number, number>
  readonly text: string
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

/** Pinyin of plain text, syllable by syllable, ü as v; a run of other letters or digits stays as it is. */
function syllables(text: string): string[] {
  return pinyin(text, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' })
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

function termOf(plain: string, shown: string): Term {
  const spoken = syllables(plain)
  const joined = spoken.join('')
  return {
    themes: new Map(),
    text: plain,
    shown,
    letters: pinyinKey(joined),
    heard: heardKey(joined),
    initials: spoken.map((syllable) => syllable[0] ?? '').join(''),
  }
}

function gramsOf(term: Term): Set<string> {
  return new Set([
    ...characterGrams(term.text),
    ...letterGrams(term.heard),
    ...beginningGrams(term.letters),
    ...beginningGrams(term.initials),
  ])
}

/** Indexes texts; each text is kept once, with its greatest weight in each theme. */
export function buildTermIndex(sources: Iterable<TermSource>): TermIndex {
  const terms: Term[] = []
  const postings = new Map<string, number[]>()
  const known = new Map<string, Term>()
  for (const { theme, text, weight } of sources) {
    let term = known.get(text)
    if (term === undefined) {
      const plain = plainText(text)
      if (plain === '') continue
      term = termOf(plain, text)
      known.set(text, term)
      const position = terms.push(term) - 1
      for (const gram of gramsOf(term)) {
        const list = postings.get(gram)
        if (list === undefined) postings.set(gram, [position])
        else list.push(position)
      }
    }
    term.themes.set(theme, Math.max(weight, term.themes.get(theme) ?? 0))
  }
  return { terms, postings }
}

/** Pinyin letters of a query of characters, for homophones. */
export function lettersOf(text: string): string {
  return syllables(text).join('')
}
