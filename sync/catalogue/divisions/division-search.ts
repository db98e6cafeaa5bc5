import type { Division, DivisionTable } from '#sync/model'

/** Finds divisions while an address is being written. */
export interface DivisionSearch {
  /**
   * What could come next in `text`: counties while none is recognised, then the county's towns; none once a detail
   * is being written.
   */
  suggest(text: string, limit?: number): Division[]
}

interface Spoken {
  readonly division: Division
  readonly letters: string
  readonly initials: string
}

/** So many characters are still the name of a place; more are a road and a number. */
const longestName = 8

function spoken(division: Division): Spoken {
  const { pinyin } = division
  return { division, letters: pinyin.join(''), initials: pinyin.map(([first]) => first ?? '').join('') }
}

/** 0 best; null is no match. */
function rank({ division, letters, initials }: Spoken, query: string): number | null {
  const { name, fullName } = division
  if (name.startsWith(query)) return 0
  if (fullName.startsWith(query)) return 1
  if (name.includes(query) || fullName.includes(query)) return 2
  if (letters.startsWith(query)) return 0
  return initials.startsWith(query) && query.length >= 2 ? 1 : null
}

/**
 * Search by characters, pinyin and initials, in the lists that make sense where the writing is.
 * @param home the province whose places come first, two digits
 */
export function createDivisionSearch(table: DivisionTable, home: string): DivisionSearch {
  let counties: Spoken[] | null = null
  const towns = new Map<string, Spoken[]>()
  const townsOf = (county: string): Spoken[] => {
    const known = towns.get(county) ?? table.below(county).map(spoken)
    towns.set(county, known)
    return known
  }
  return {
    suggest(text, limit = 8) {
      const { division, written } = table.readAddress(text)
      const rest = text.slice(written.length).trim().toLowerCase()
      if (division?.level === 'town' || rest.length > longestName || /\d/.test(rest)) return []
      if (division === null && rest === '') return []
      counties ??= division === null ? table.counties().map(spoken) : counties
      const among = division === null ? (counties ?? []) : townsOf(division.code)
      return among
        .flatMap((one) => {
          const place = rest === '' ? 0 : rank(one, rest)
          return place === null ? [] : [{ division: one.division, place }]
        })
        .sort((left, right) => {
          const isHome = ({ division: { code } }: typeof left) => (code.startsWith(home) ? 0 : 1)
          return (
            isHome(left) - isHome(right) ||
            left.place - right.place ||
            left.division.code.localeCompare(right.division.code)
          )
        })
        .slice(0, limit)
        .map((one) => one.division)
    },
  }
}
