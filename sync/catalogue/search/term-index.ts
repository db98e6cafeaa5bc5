import { pinyin } from 'pinyin-pro'
import { heardKey, pinyinKey, plainText } from './query-text.ts'

/** One searchable text: the lists of many counties repeat the same names, so it is kept once. */
export interface Term {
  readonly text: string
  /** What a person sees as the reason of a hit. */
  readonly shown: string
  /** Pinyin of the text, ü as v, syllable by syllable; letters and digits as they are. */
  readonly syllables: readonly string[]
}

/** A theme that has a term, by its position, and how much the term counts there. */
export type TermUse = readonly [theme: number, weight: number]

/** Texts and where they come from, before they are indexed. */
export interface TermSource {
  readonly theme: number
  readonly text: string
  readonly weight: number
}

/**
 * Terms with their postings by gram: two neighbouring characters, three neighbouring letters, or a beginning. In memory,
 * or read piece by piece from a packed catalogue.
 */
export interface TermIndex {
  readonly size: number
  term(position: number): Term
  usesOf(position: number): Iterable<TermUse>
  /** Positions of the terms that have the gram. */
  postings(gram: string): ArrayLike<number>
}

/** The spellings in which a term is compared. */
export interface Spelling {
  readonly letters: string
  readonly heard: string
  readonly initials: string
}

export function spellingOf({ syllables }: Term): Spelling {
  const joined = syllables.join('')
  return {
    letters: pinyinKey(joined),
    heard: heardKey(joined),
    initials: syllables.map((syllable) => syllable[0] ?? '').join(''),
  }
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

function gramsOf(term: Term): Set<string> {
  const { letters, heard, initials } = spellingOf(term)
  return new Set([
    ...characterGrams(term.text),
    ...letterGrams(heard),
    ...beginningGrams(letters),
    ...beginningGrams(initials),
  ])
}

/** An index in memory, whose parts can be written down. */
export interface BuiltTermIndex extends TermIndex {
  readonly grams: ReadonlyMap<string, readonly number[]>
}

/** Indexes texts; each text is kept once, with its greatest weight in each theme. */
export function buildTermIndex(sources: Iterable<TermSource>): BuiltTermIndex {
  const terms: Term[] = []
  const uses: Map<number, number>[] = []
  const grams = new Map<string, number[]>()
  const known = new Map<string, number>()
  for (const { theme, text, weight } of sources) {
    let position = known.get(text)
    if (position === undefined) {
      const plain = plainText(text)
      if (plain === '') continue
      const term = { text: plain, shown: text, syllables: syllables(plain) }
      position = terms.push(term) - 1
      uses.push(new Map())
      known.set(text, position)
      for (const gram of gramsOf(term)) {
        const list = grams.get(gram)
        if (list === undefined) grams.set(gram, [position])
        else list.push(position)
      }
    }
    const own = uses[position] as Map<number, number>
    own.set(theme, Math.max(weight, own.get(theme) ?? 0))
  }
  return {
    size: terms.length,
    grams,
    term: (position) => terms[position] as Term,
    usesOf: (position) => uses[position] as Map<number, number>,
    postings: (gram) => grams.get(gram) ?? [],
  }
}

/** Pinyin letters of a query of characters, for homophones. */
export function lettersOf(text: string): string {
  return syllables(text).join('')
}
