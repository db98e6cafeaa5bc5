import type { Choice } from '#renderer/ui'
import { match } from 'pinyin-pro'

/** 0 best; null is no match. Characters, code, then full pinyin or initials in any mix (hanzu, hz, han族). */
function rank(choice: Choice, query: string): number | null {
  if (choice.label === query || choice.value === query) return 0
  if (choice.label.startsWith(query)) return 1
  if (choice.label.includes(query)) return 2
  const hit = match(choice.label, query, { continuous: true, space: 'ignore' })
  if (hit === null) return null
  return hit[0] === 0 ? 3 : 4
}

/** The entries of a code table that fit what was typed, best first; all of them for an empty query. */
export function searchChoices(choices: readonly Choice[], query: string): readonly Choice[] {
  const wanted = query.normalize('NFKC').trim().toLowerCase()
  if (wanted === '') return choices
  return choices
    .map((choice, index) => ({ choice, index, rank: rank(choice, wanted) }))
    .filter((hit): hit is typeof hit & { rank: number } => hit.rank !== null)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ choice }) => choice)
}
