import type { Catalogue } from '#sync/model'
import { heardKey, meaningOf, pinyinKey, plainText } from './query-text.ts'
import { characterLikeness, letterLikeness } from './similarity.ts'
import {
  beginningGrams,
  buildTermIndex,
  characterGrams,
  letterGrams,
  lettersOf,
  spellingOf,
  type BuiltTermIndex,
  type Term,
  type TermIndex,
  type TermSource,
} from './term-index.ts'

/** A theme that a query may mean. */
export interface ThemeHit {
  readonly id: string
  readonly name: string
  /** Greater is better; only good for comparing hits of one query. */
  readonly score: number
  /** The text that matched best, to be shown under the name. */
  readonly matched: string
}

/** Search over the themes of one catalogue. */
export interface ThemeSearch {
  /** Best first; none for an empty query. At most `limit` (default 10). */
  search(query: string, limit?: number): ThemeHit[]
}

/** How much a text of a theme counts. */
export const weights = { name: 1, keyword: 0.98, matter: 0.93, material: 0.6, stage: 0.7 } as const
/** So many terms are compared in full; the rest share too few grams to win. */
const comparedTerms = 400
const leastScore = 0.4
/** A hint never outweighs words that really match. */
const hintWeight = 0.6
const leastHint = 0.25
/** Three more matches of one theme, and its popularity, decide between what is nearly equal. */
const supportWeight = 0.03
const popularityWeight = 0.0006
const mostExtra = 3 * supportWeight + 100 * popularityWeight
/** A character that so many terms have says nothing about any theme. */
const mostSpeaking = 3_000
/** Once a term matches so well, hints are not asked. */
const sureScore = 0.8

function* sourcesOf(catalogue: Pick<Catalogue, 'themes'>): Generator<TermSource> {
  for (const [at, theme] of catalogue.themes.entries()) {
    const source = (weight: number) => (text: string) => ({ theme: at, text, weight })
    yield* [
      ...[theme.name, theme.title, theme.title.replace(/一件事$/, '')].map(source(weights.name)),
      ...theme.keywords.map(source(weights.keyword)),
      ...theme.matters.map(({ name }) => name).map(source(weights.matter)),
      ...theme.materials.map(({ name }) => name).map(source(weights.material)),
      source(weights.stage)(theme.stage),
    ]
  }
}

/** A query in all the spellings in which it is compared. */
interface Query {
  readonly text: string
  readonly whole: string
  readonly letters: string
  readonly heard: string
  readonly hasCharacters: boolean
}

function understand(query: string): Query | null {
  const whole = plainText(query)
  if (whole === '') return null
  const text = meaningOf(query)
  const hasCharacters = /\p{Script=Han}/u.test(text)
  const spoken = hasCharacters ? lettersOf(text) : text
  return { text, whole, letters: pinyinKey(spoken), heard: heardKey(spoken), hasCharacters }
}

/** Positions of the terms that share the most with the query, weighing rare grams more. */
function candidates(query: Query, index: TermIndex): number[] {
  const shared = new Float32Array(index.size)
  const touched: number[] = []
  const grams = new Set([
    ...(query.hasCharacters ? characterGrams(query.text) : beginningGrams(query.letters)),
    ...letterGrams(query.heard),
  ])
  for (const gram of grams) {
    const list = index.postings(gram)
    const rarity = 1 / Math.log2(2 + list.length)
    for (let at = 0; at < list.length; at++) {
      const position = list[at] as number
      if (shared[position] === 0) touched.push(position)
      shared[position] = (shared[position] as number) + rarity
    }
  }
  const least = leastOfBest(touched.length, (at) => shared[touched[at] as number] as number)
  return touched
    .filter((position) => (shared[position] as number) >= least)
    .sort((left, right) => (shared[right] as number) - (shared[left] as number) || left - right)
    .slice(0, comparedTerms)
}

/** A bound that at least the compared number of values reach, and few more: sorting a hundred thousand would be felt. */
function leastOfBest(count: number, valueAt: (at: number) => number): number {
  if (count <= comparedTerms) return 0
  let most = 0
  for (let at = 0; at < count; at++) most = Math.max(most, valueAt(at))
  const bins = new Uint32Array(513)
  const binOf = (value: number): number => Math.floor((value / most) * 512)
  for (let at = 0; at < count; at++) {
    const bin = binOf(valueAt(at))
    bins[bin] = (bins[bin] as number) + 1
  }
  let reached = 0
  for (let bin = 512; bin > 0; bin--) {
    reached += bins[bin] as number
    if (reached >= comparedTerms) return (bin / 512) * most
  }
  return 0
}

/**
 * How much of what the query's characters tell speaks of each theme, rare characters telling more. It finds a theme
 * where somebody's words are put otherwise than any term.
 */
function hints(query: Query, index: TermIndex, themes: number): Map<number, number> {
  const found = new Map<number, number>()
  if (!query.hasCharacters) return found
  let total = 0
  for (const character of new Set(query.text)) {
    const list = index.postings(`1${character}`)
    const speaking = new Set<number>()
    for (let at = 0; at < list.length && list.length <= mostSpeaking; at++) {
      for (const [theme, weight] of index.usesOf(list[at] as number)) {
        if (weight >= weights.matter) speaking.add(theme)
      }
    }
    const tells = Math.log(1 + themes / Math.max(1, speaking.size))
    total += tells * (speaking.size === 0 ? 0.5 : 1)
    for (const theme of speaking) found.set(theme, (found.get(theme) ?? 0) + tells)
  }
  for (const [theme, told] of found) found.set(theme, told / total)
  return found
}

function likeness(query: Query, term: Term): number {
  const { letters, heard, initials } = spellingOf(term)
  const spoken = Math.max(letterLikeness(query.letters, letters), 0.93 * letterLikeness(query.heard, heard))
  if (query.hasCharacters) {
    const written = Math.max(characterLikeness(query.text, term.text), query.whole === term.text ? 1 : 0)
    return Math.max(written, 0.85 * spoken)
  }
  const begun =
    query.letters === initials
      ? 0.97
      : query.letters.length > 1 && initials.startsWith(query.letters)
        ? 0.7 + (0.2 * query.letters.length) / initials.length
        : 0
  return Math.max(spoken, begun)
}

interface Match {
  /** The best few scores, best first. */
  readonly scores: readonly number[]
  readonly best: number
  readonly matched: string
}

function matchesOf(query: Query, index: TermIndex): Map<number, Match> {
  const scored = candidates(query, index)
    .map((position) => {
      const term = index.term(position)
      return { term, position, score: likeness(query, term) }
    })
    .sort((left, right) => right.score - left.score)
  const found = new Map<number, Match>()
  for (const { term, position, score: plain } of scored) {
    if (plain < leastScore) break
    for (const [theme, weight] of index.usesOf(position)) {
      const score = plain * weight
      const hit = found.get(theme)
      if (score < leastScore) continue
      if (hit === undefined) found.set(theme, { scores: [score], best: score, matched: term.shown })
      else if (hit.scores.length < 4 || score > hit.best) {
        const scores = [...hit.scores, score].sort((left, right) => right - left).slice(0, 4)
        found.set(theme, score > hit.best ? { scores, best: score, matched: term.shown } : { ...hit, scores })
      }
    }
  }
  return found
}

/** What a hit says of its theme. */
export type ThemeFacts = Pick<Catalogue['themes'][number], 'id' | 'name' | 'title' | 'popularity'>

/**
 * Search in an index that is there, whoever made it.
 * @param themeAt the facts of a theme by its position
 * @param popularity by theme id, 0 to 100, where the site has counted for itself
 */
export function searchIndex(
  index: TermIndex,
  themes: number,
  themeAt: (position: number) => ThemeFacts,
  popularity: Readonly<Record<string, number>> = {},
): ThemeSearch {
  return {
    search(text, limit = 10) {
      const query = understand(text)
      if (query === null) return []
      const found = matchesOf(query, index)
      const best = [...found.values()].reduce((most, hit) => Math.max(most, hit.best), 0)
      if (best < sureScore) {
        for (const [theme, told] of hints(query, index, themes)) {
          const score = told * hintWeight
          const hit = found.get(theme)
          if (score < leastHint || (hit?.best ?? 0) >= score) continue
          const matched = hit?.matched ?? themeAt(theme).title
          found.set(theme, { scores: [score], best: score, matched })
        }
      }
      // What is far behind the best cannot come up by support and popularity, and its theme need not be read.
      const floor = [...found.values()].map((hit) => hit.best).sort((a, b) => b - a)[limit - 1] ?? 0
      return [...found]
        .filter(([, hit]) => hit.best >= floor - mostExtra)
        .map(([at, { scores, best, matched }]): ThemeHit => {
          const theme = themeAt(at)
          const others = scores.slice(1)
          const support = others.reduce((sum, score) => sum + score, 0) * supportWeight
          const score = best + support + (popularity[theme.id] ?? theme.popularity) * popularityWeight
          return { id: theme.id, name: theme.name, score: Math.round(score * 1000) / 1000, matched }
        })
        .sort((left, right) => right.score - left.score || left.id.localeCompare(right.id))
        .slice(0, limit)
    },
  }
}

/** The index of a catalogue's themes, in memory. */
export function indexThemes(catalogue: Pick<Catalogue, 'themes'>): BuiltTermIndex {
  return buildTermIndex(sourcesOf(catalogue))
}

/**
 * Search by characters, full pinyin, initials and everyday words, forgiving typos, homophones and the sounds that the
 * south does not tell apart; popular themes win between equals. The index is built at the first query, not at load.
 * @param popularity by theme id, 0 to 100, where the site has counted for itself
 */
export function createThemeSearch(
  catalogue: Pick<Catalogue, 'themes'>,
  popularity: Readonly<Record<string, number>> = {},
): ThemeSearch {
  const { themes } = catalogue
  let ready: ThemeSearch | null = null
  return {
    search(text, limit) {
      if (plainText(text) === '') return []
      const themeAt = (at: number): ThemeFacts => themes[at] as ThemeFacts
      ready ??= searchIndex(indexThemes(catalogue), themes.length, themeAt, popularity)
      return ready.search(text, limit)
    },
  }
}
