import { pinyin } from 'pinyin-pro'
import chinese from 'simple-keyboard-layouts/build/layouts/chinese'

/** Characters by syllable, the frequent ones first: the table that simple-keyboard keeps (MIT), some 6,700 of GB 2312. */
const frequent: Readonly<Record<string, string>> =
  (chinese as { layoutCandidates?: Record<string, string> }).layoutCandidates ?? {}

const firstOther = 0x4e00
const lastOther = 0x9fff
/** What fits into a frame or two. */
const sliceLength = 200

const bySyllable = new Map<string, string[]>(
  Object.entries(frequent).map(([syllable, characters]) => [syllable, characters.split(' ')]),
)
// The table has these under lv.
bySyllable.set('nv', [...'女钕衄恧'])
const known = new Set([...bySyllable.values()].flat())
let next = firstOther

/**
 * Adds the rarer characters of Unicode's basic block behind the frequent ones, a slice at a time, for names are full of them (玥, 喆).
 * @returns whether there is more to add
 */
export function addRarerCharacters(): boolean {
  const slice: string[] = []
  for (; next <= lastOther && slice.length < sliceLength; next += 1) {
    const character = String.fromCodePoint(next)
    if (!known.has(character)) slice.push(character)
  }
  const syllables = pinyin(slice.join(''), { toneType: 'none', type: 'array', v: true })
  slice.forEach((character, at) => {
    const syllable = syllables[at]
    if (syllable === undefined || !/^[a-z]+$/.test(syllable)) return
    const others = bySyllable.get(syllable)
    if (others === undefined) bySyllable.set(syllable, [character])
    else others.push(character)
  })
  return next <= lastOther
}

/**
 * 候选字: the characters that `spelled` may mean, those of the whole syllable before those of syllables that begin with it.
 * @param spelled lower-case letters; `v` stands for ü
 */
export function candidatesFor(spelled: string): readonly string[] {
  if (spelled === '') return []
  const longer = [...bySyllable.keys()]
    .filter((syllable) => syllable !== spelled && syllable.startsWith(spelled))
    .sort()
    .map((syllable) => bySyllable.get(syllable)?.slice(0, 8) ?? [])
  const exact = bySyllable.get(spelled) ?? []
  return [...new Set([...exact, ...longer.flat()])]
}
