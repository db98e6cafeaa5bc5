import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bundledCatalogue } from '#sync/catalogue/bundled'
import queries from '../search/everyday-queries.yaml'
import { createThemeSearch } from '../search/index.ts'
import { openPack, PackError, packInMemory, writePack } from './index.ts'

const catalogue = bundledCatalogue()
const bytes = writePack(catalogue)
const pack = openPack(packInMemory(bytes))

describe('a catalogue pack', () => {
  it('gives back exactly the catalogue that was packed', () => {
    expect(pack.whole()).toEqual(catalogue)
    expect(pack).toMatchObject({ version: catalogue.version, themes: 27 })
  })

  it('gives one theme by its id, and none that is not in it', () => {
    for (const theme of catalogue.themes) expect(pack.theme(theme.id)).toEqual(theme)
    expect(pack.theme('zzz')).toBeNull()
    expect(pack.theme('')).toBeNull()
    expect(pack.catalogueOf(['birth']).themes.map(({ id }) => id)).toEqual(['birth'])
  })

  it('finds what the catalogue itself finds, in the same order', () => {
    const search = createThemeSearch(catalogue)
    const asked = Object.values(queries as Record<string, unknown[]>).map(([first]) => String(first))
    for (const query of [...asked, 'cs', 'chusheng', 'shegnyu', '', '？！', 'qqqqzzzz']) {
      expect(pack.search.search(query, 5), query).toEqual(search.search(query, 5))
    }
  })

  it('reads little of itself for one theme', () => {
    let read = 0
    const counted = openPack({
      read(offset, length) {
        read += length
        return bytes.subarray(offset, offset + length)
      },
    })
    expect(counted.theme('birth')?.id).toBe('birth')
    expect(read).toBeLessThan(bytes.length / 10)
  })

  it('that is damaged says so and does nothing else', () => {
    const damaged = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255), end: fc.nat(bytes.length) })
    fc.assert(
      fc.property(damaged, ({ at, to, end }) => {
        const copy = bytes.slice(0, Math.max(end, at + 1))
        copy[at] = to
        try {
          const opened = openPack(packInMemory(copy))
          opened.search.search('出生')
          opened.theme('birth')
          opened.dictionary()
        } catch (error) {
          expect(error).toBeInstanceOf(PackError)
        }
      }),
      { numRuns: 300 },
    )
  })
})
