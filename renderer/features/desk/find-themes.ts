import { createThemeSearch } from '#sync/catalogue'
import { type Catalogue, isNoticeCode, readNoticeCode, type Theme } from '#sync/model'

/** A theme that a query may mean, with the words that led to it where they are not its own name. */
export interface FoundTheme {
  readonly theme: Theme
  readonly matched: string | null
  /** Answers that a scanned 告知单 brings along; the guide asks only what is left. */
  readonly answers?: Readonly<Record<string, string>>
}

/** Themes that a query means, best first; none for an empty query. */
export type FindThemes = (query: string) => readonly FoundTheme[]

/** As many as fit under the search box of a small screen. */
const limit = 8

/** Search over the themes that this terminal offers. */
export function createFindThemes(catalogue: Pick<Catalogue, 'themes'>): FindThemes {
  const search = createThemeSearch(catalogue)
  const themes = new Map(catalogue.themes.map((theme) => [theme.id, theme]))
  return (query) => {
    if (isNoticeCode(query)) {
      const carriedOn = readNoticeCode(query, catalogue.themes)
      return carriedOn === null ? [] : [{ ...carriedOn, matched: null }]
    }
    return search.search(query, limit).flatMap(({ id, matched }) => {
      const theme = themes.get(id)
      if (theme === undefined) return []
      const own = theme.title.includes(matched) || theme.name.includes(matched)
      return [{ theme, matched: own ? null : matched }]
    })
  }
}
