import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPackFile, readCatalogue } from '#sync/catalogue/disk'
import { writePack } from '#sync/catalogue/pack'
import type { Catalogue, Theme } from '#sync/model'

/** Many counties offer the same things under names of their own. */
const places = '东南西北中上下左右前后内外甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥'
const queries = [
  '出生',
  'chusheng',
  'cs',
  '开店',
  '人走了',
  'shebao',
  '不动产登记',
  '生孩子',
  '落户东内',
  'qyzx',
]

function grown(catalogue: Catalogue, matters: number): Catalogue {
  const themes: Theme[] = []
  for (let copy = 0, count = 0; count < matters; copy += 1) {
    const theme = catalogue.themes[copy % catalogue.themes.length] as Theme
    const at = Math.floor(copy / catalogue.themes.length)
    const place = `${places[at % places.length] ?? ''}${places[Math.floor(at / places.length) % places.length] ?? ''}${at}`
    themes.push({
      ...theme,
      id: `${theme.id}-${copy}`,
      name: `${theme.name}${place}`,
      matters: theme.matters.map((matter) => ({ ...matter, name: `${matter.name}${place}` })),
    })
    count += theme.matters.length
  }
  return { ...catalogue, themes }
}

interface Figures {
  readonly matters: number
  /** Opening the file and the first search in it. */
  readonly firstMs: number
  readonly searchP50Ms: number
  readonly searchWorstMs: number
  /** One theme by its id, read and checked. */
  readonly themeMs: number
}

const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0
const rounded = (ms: number): number => Math.round(ms * 100) / 100

function timed(work: () => unknown): number {
  const startedAt = performance.now()
  work()
  return performance.now() - startedAt
}

function measure(path: string, id: string): Figures {
  const first = timed(() => openPackFile(path).search.search('出生'))
  const pack = openPackFile(path)
  for (const query of queries) pack.search.search(query)
  const each = queries.map((query) =>
    median(Array.from({ length: 9 }, () => timed(() => pack.search.search(query)))),
  )
  return {
    matters: pack.matters,
    firstMs: rounded(first),
    searchP50Ms: rounded(median(each)),
    searchWorstMs: rounded(Math.max(...each)),
    themeMs: rounded(median(Array.from({ length: 9 }, () => timed(() => pack.theme(id))))),
  }
}

/** 目录规模: the bundled catalogue against one of 100,000 matters with names of their own, in the same run. */
export function benchCatalogue(json: boolean): void {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-bench-'))
  try {
    const own = readCatalogue()
    const small = join(folder, 'small.pack')
    const large = join(folder, 'large.pack')
    writeFileSync(small, writePack(own))
    writeFileSync(large, writePack(grown(own, 100_000)))
    // Once for the compiler, so that neither of the two pays for it.
    measure(small, 'birth')
    const figures = { small: measure(small, 'birth'), large: measure(large, 'birth-0') }
    const ratio = (key: 'firstMs' | 'searchP50Ms' | 'searchWorstMs' | 'themeMs'): number =>
      rounded(figures.large[key] / figures.small[key])
    const ratios = {
      first: ratio('firstMs'),
      searchP50: ratio('searchP50Ms'),
      searchWorst: ratio('searchWorstMs'),
      theme: ratio('themeMs'),
    }
    if (json) console.log(JSON.stringify({ ...figures, ratios }))
    else console.table({ ...figures, ratios })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
