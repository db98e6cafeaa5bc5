import { describe, expect, it } from 'vitest'
import { bundledCatalogue } from '#sync/catalogue/bundled'
import queries from './everyday-queries.yaml'
import { editDistance } from './similarity.ts'
import { createThemeSearch } from './theme-search.ts'

const expected = queries as Readonly<Record<string, readonly unknown[]>>
const catalogue = bundledCatalogue()
const search = createThemeSearch(catalogue)
const first = (query: string): string | undefined => search.search(query)[0]?.id

describe('search', () => {
  it('finds what people mean among the first three in at least 95 of 100 everyday queries', () => {
    const asked = Object.entries(expected).flatMap(([theme, list]) =>
      list.map((query) => [theme, String(query)] as const),
    )
    expect(asked.length).toBeGreaterThanOrEqual(300)
    const missed = asked.filter(([theme, query]) => !search.search(query, 3).some(({ id }) => id === theme))
    expect(
      missed.length / asked.length,
      `missed: ${missed.map((pair) => pair.join('/')).join(' ')}`,
    ).toBeLessThanOrEqual(0.05)
  })

  it.each(['出生', 'chusheng', 'cs', 'CHUSHENG', '　出　生　', 'chu sheng', '生孩子'])(
    'opens birth for %s',
    (query) => {
      expect(first(query)).toBe('birth')
    },
  )

  it('takes ü typed as v, u, yu or uee', () => {
    for (const query of ['nvfang', 'nufang', 'nyufang', 'nueefang', 'nüfang']) {
      const own = createThemeSearch({
        themes: [{ ...(catalogue.themes[0] as (typeof catalogue.themes)[0]), keywords: ['女方'] }],
      })
      expect(own.search(query)[0]?.matched).toBe('女方')
    }
  })

  it('forgives a slip of the finger, a homophone and southern sounds', () => {
    expect(first('chushegn')).toBe('birth')
    expect(first('初生证')).toBe('birth')
    expect(first('cusengzen')).toBe('birth')
  })

  it('says which words matched', () => {
    expect(search.search('生孩子')[0]?.matched).toBe('生孩子')
  })

  it('finds nothing for nothing, and nothing for what it cannot know', () => {
    expect(search.search('')).toEqual([])
    expect(search.search('？！')).toEqual([])
    expect(search.search('qqqqzzzz')).toEqual([])
  })

  it("lets the site's own count decide between equals", () => {
    const [birth, school] = catalogue.themes as [(typeof catalogue.themes)[0], (typeof catalogue.themes)[0]]
    const twins = {
      themes: [
        { ...birth, keywords: ['同一个词'] },
        { ...school, keywords: ['同一个词'] },
      ],
    }
    expect(createThemeSearch(twins, { birth: 1, 'school-enrolment': 99 }).search('同一个词')[0]?.id).toBe(
      'school-enrolment',
    )
    expect(createThemeSearch(twins, { birth: 99, 'school-enrolment': 1 }).search('同一个词')[0]?.id).toBe(
      'birth',
    )
  })
})

describe('edit distance', () => {
  it('counts a swap of neighbours once and stops above the most', () => {
    expect(editDistance('shegn', 'sheng', 2)).toBe(1)
    expect(editDistance('kitten', 'sitting', 3)).toBe(3)
    expect(editDistance('kitten', 'sitting', 2)).toBe(3)
  })
})
