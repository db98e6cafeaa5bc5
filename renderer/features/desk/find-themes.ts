import { createThemeSearch } from '#sync/catalogue'
import type { Catalogue, Theme } from '#sync/model'

/** A theme that a query may mean, with the words that led to it where they are not its own name. */
export interface FoundTheme {
  readonly theme: Theme
  readonly matched: string | null
}

/** Themes that a query means, best first; none for an empty query. */
export type FindThemes = (query: string) => readonly FoundTheme[]

/** As many as fit under the search box of a small screen. */
const limit = 8

/** Search over the themes that this terminal offers. */
export function createFindThemes(catalogue: Pick<Catalogue, 'themes'>): FindThemes {
  const search = createThemeSearch(catalogue)
  const themes = new Map(catalogue.themes.map((theme) => [theme.id, theme]))
  return (query) =>
    search.search(query, limit).flatMap(({ id, matched }) => {
      const theme = themes.get(id)
      if (theme === undefined) return []
      const own = theme.title.includes(matched) || theme.name.includes(matched)
      return [{ theme, matched: own ? null : matched }]
    })
}
