import { bundledCatalogue } from '#sync/catalogue/bundled'
import { groupThemes } from '#renderer/platform'
import { firstThemesOf, profiles } from '#shell/contract'
import { describe, expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import { createFindThemes } from './find-themes.ts'
import { greetingAt } from './greeting.ts'

import { useActiveOption } from './use-active-option.ts'

describe('the themes on the desk', () => {
  const themes = bundledCatalogue().themes

  it('are grouped by life cycle in the order of the plan, and none is lost', () => {
    const groups = groupThemes([...themes].reverse())
    expect(groups.flatMap((group) => group.themes)).toHaveLength(themes.length)
    for (const group of groups) {
      const numbers = group.themes.map(({ number }) => number)
      expect(numbers).toEqual([...numbers].sort((left, right) => (left ?? 0) - (right ?? 0)))
    }
  })

  it('put what people come for before all others, in the order of the place, and nowhere twice', () => {
    const groups = groupThemes(themes, ['after-death', 'birth', 'birth', 'no-such-theme'])
    expect(groups[0]?.kind).toBe('first')
    expect(groups[0]?.themes.map(({ id }) => id)).toEqual(['after-death', 'birth'])
    const shown = groups.flatMap((group) => group.themes.map(({ id }) => id))
    expect(new Set(shown).size).toBe(shown.length)
    expect(shown).toHaveLength(themes.length)
  })

  it.each(profiles)('are all on offer where they come first: %s', (profile) => {
    const known = themes.map(({ id }) => id)
    expect(firstThemesOf({ profile }).filter((id) => !known.includes(id))).toEqual([])
  })

  it('make no empty group in a hall with one theme, and none at all without themes', () => {
    expect(groupThemes(themes.slice(0, 1))).toHaveLength(1)
    expect(groupThemes([])).toEqual([])
  })
})

describe('the marked result', () => {
  it('wraps around both ends and starts at the top of a new list', async () => {
    const list = ref(['a', 'b', 'c'])
    const { active, move } = useActiveOption(() => list.value)
    move(-1)
    expect(active.value).toBe('c')
    move(1)
    expect(active.value).toBe('a')
    move(1)
    list.value = ['d']
    await nextTick()
    expect(active.value).toBe('d')
  })

  it('moves nowhere in an empty list', () => {
    const { active, move } = useActiveOption(() => [])
    move(1)
    expect(active.value).toBeUndefined()
  })
})

it.each([
  [8, 'morning'],
  [12, 'noon'],
  [15, 'afternoon'],
  [20, 'evening'],
  [2, 'evening'],
] as const)('at %i o’clock the greeting is %s', (hour, greeting) => {
  expect(greetingAt(hour)).toBe(greeting)
})

describe('the search of the desk', () => {
  const find = createFindThemes(bundledCatalogue())

  it.each(['出生', 'chusheng', 'cs'])('finds the birth theme by %s', (query) => {
    expect(find(query)[0]?.theme.id).toBe('birth')
  })

  it('says which words led there only when they are not the name itself', () => {
    expect(find('出生')[0]?.matched).toBeNull()
    expect(find('生孩子')[0]).toMatchObject({ theme: { id: 'birth' }, matched: '生孩子' })
  })

  it('takes the code of a notice for its theme and answers, and a damaged one for nothing', () => {
    expect(find('YCN1:birth;parents=mother-only')).toMatchObject([
      { theme: { id: 'birth' }, answers: { parents: 'mother-only' } },
    ])
    expect(find('YCN1:birth;parents')).toEqual([])
  })

  it('finds nothing for nothing', () => {
    expect(find('  ')).toEqual([])
  })
})
