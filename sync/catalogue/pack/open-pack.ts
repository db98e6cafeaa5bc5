import { type Catalogue, catalogueSchema, type Theme, themeSchema } from '#sync/model'
import { searchIndex, type ThemeFacts, type ThemeSearch } from '../search/theme-search.ts'
import type { TermIndex, TermUse } from '../search/term-index.ts'
import {
  PackError,
  type PackHead,
  packHeadSchema,
  packMagic,
  type PackedDictionary,
  type SectionName,
  weightKinds,
} from './pack-format.ts'

/** Where a pack's bytes are: a file that is read in pieces, or memory. */
export interface PackSource {
  /** @throws Error when so many bytes are not there */
  read(offset: number, length: number): Uint8Array
}

/** A catalogue of any size, of which only what is asked for is read. */
export interface CataloguePack {
  readonly version: string
  readonly themes: number
  readonly matters: number
  readonly dictionary: () => PackedDictionary
  /** The theme of an id, read and checked; null where there is none. @throws PackError for damaged bytes */
  readonly theme: (id: string) => Theme | null
  readonly search: ThemeSearch
  /** A catalogue of these themes only, for whoever works with a few of them. */
  readonly catalogueOf: (ids: readonly string[]) => Catalogue
  /** Everything at once: for checks and comparisons, not for a terminal. */
  readonly whole: () => Catalogue
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function readHead(source: PackSource): PackHead {
  try {
    const start = source.read(0, 12)
    if (decoder.decode(start.subarray(0, 8)) !== packMagic)
      throw new PackError('the file is no catalogue pack')
    const length = new DataView(start.buffer, start.byteOffset).getUint32(8, true)
    return packHeadSchema.parse(JSON.parse(decoder.decode(source.read(12, length))))
  } catch (cause) {
    throw cause instanceof PackError ? cause : new PackError('the head of the pack is damaged', { cause })
  }
}

/** What a search looks into at hundreds of places is read at once, at the first search; themes are read one by one. */
const searched: ReadonlySet<SectionName> = new Set(['terms', 'grams', 'facts'])

/** The sections of one pack: lists of numbers are read whole at their first use, texts one by one. */
class Sections {
  readonly #source: PackSource
  readonly #head: PackHead
  readonly #numbers = new Map<SectionName, Uint32Array>()
  readonly #whole = new Map<SectionName, Uint8Array>()

  constructor(source: PackSource, head: PackHead) {
    this.#source = source
    this.#head = head
  }

  bytes(name: SectionName, from = 0, to?: number): Uint8Array {
    const [offset, length] = this.#head.sections[name]
    const end = to ?? length
    if (from > end || end > length) throw new PackError(`a place in ${name} is outside of it`)
    if (!searched.has(name)) return this.#source.read(offset + from, end - from)
    const whole = this.#whole.get(name) ?? this.#source.read(offset, length)
    this.#whole.set(name, whole)
    return whole.subarray(from, end)
  }

  numbers(name: SectionName): Uint32Array {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    // A copy: where the bytes lie need not be a multiple of four.
    const copy = this.bytes(name).slice()
    const numbers = new Uint32Array(copy.buffer, 0, copy.byteLength >> 2)
    this.#numbers.set(name, numbers)
    return numbers
  }

  text(bytes: SectionName, offsets: SectionName, at: number): string {
    const places = this.numbers(offsets)
    return parsed(() => decoder.decode(this.bytes(bytes, places[at], places[at + 1])), bytes)
  }

  list(numbers: SectionName, offsets: SectionName, at: number): Uint32Array {
    const places = this.numbers(offsets)
    return this.numbers(numbers).subarray(places[at], places[at + 1])
  }
}

/** The place of the first entry that is not before what is sought, in a sorted list. */
function lowerBound(count: number, isBefore: (at: number) => boolean): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(middle)) low = middle + 1
    else high = middle
  }
  return low
}

function termIndexOf(sections: Sections, head: PackHead): TermIndex {
  const grams = (): number => sections.numbers('gramOffsets').length - 1
  const none = new Uint32Array()
  return {
    size: head.terms,
    term(position) {
      const [text = '', shown = '', syllables = ''] = sections
        .text('terms', 'termOffsets', position)
        .split('\n')
      return { text, shown, syllables: syllables.split(' ') }
    },
    *usesOf(position): Iterable<TermUse> {
      for (const use of sections.list('uses', 'useOffsets', position)) {
        yield [use >>> 3, weightKinds[use & 7] ?? 0]
      }
    },
    postings(gram) {
      const gramAt = (at: number): string => sections.text('grams', 'gramOffsets', at)
      const at = lowerBound(grams(), (place) => gramAt(place) < gram)
      return at < grams() && gramAt(at) === gram ? sections.list('postings', 'postingOffsets', at) : none
    },
  }
}

function parsed<T>(read: () => T, what: string): T {
  try {
    return read()
  } catch (cause) {
    throw cause instanceof PackError ? cause : new PackError(`${what} of the pack is damaged`, { cause })
  }
}

/**
 * Opens a pack. Only its head is read; a damaged part is told when it is needed.
 * @throws PackError when it is none
 */
export function openPack(source: PackSource): CataloguePack {
  const head = readHead(source)
  const sections = new Sections(source, head)
  const factsAt = (at: number): ThemeFacts =>
    parsed(() => JSON.parse(sections.text('facts', 'factOffsets', at)) as ThemeFacts, 'a fact')
  const themeAt = (at: number): Theme =>
    parsed(() => themeSchema.parse(JSON.parse(sections.text('themes', 'themeOffsets', at))), 'a theme')
  let dictionary: PackedDictionary | null = null
  const readDictionary = (): PackedDictionary => {
    dictionary ??= parsed(
      () =>
        catalogueSchema
          .pick({ departments: true, elements: true, codeTables: true })
          .parse(JSON.parse(decoder.decode(sections.bytes('dictionary')))),
      'the dictionary',
    )
    return dictionary
  }
  const theme = (id: string): Theme | null => {
    const byId = sections.numbers('themesById')
    const place = lowerBound(byId.length, (at) => factsAt(byId[at] as number).id < id)
    const found = byId[place]
    return found === undefined || factsAt(found).id !== id ? null : themeAt(found)
  }
  return {
    version: head.version,
    themes: head.themes,
    matters: head.matters,
    dictionary: readDictionary,
    theme,
    search: searchIndex(termIndexOf(sections, head), head.themes, factsAt),
    catalogueOf: (ids) => ({
      version: head.version,
      ...readDictionary(),
      themes: ids.flatMap((id) => theme(id) ?? []),
    }),
    whole: () => ({
      version: head.version,
      ...readDictionary(),
      themes: Array.from({ length: head.themes }, (_, at) => themeAt(at)),
    }),
  }
}

/** A pack in memory. */
export function packInMemory(bytes: Uint8Array): PackSource {
  return {
    read(offset, length) {
      if (offset + length > bytes.length) throw new PackError('the pack ends too early')
      return bytes.subarray(offset, offset + length)
    },
  }
}
