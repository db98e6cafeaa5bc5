import type { Catalogue } from '#sync/model'
import { indexThemes } from '../search/theme-search.ts'
import { packMagic, type PackHead, type SectionName, weightKinds } from './pack-format.ts'

const encoder = new TextEncoder()

/** Texts one after the other, with where each begins. */
function texts(list: readonly string[]): { readonly bytes: Uint8Array; readonly offsets: Uint32Array } {
  const encoded = list.map((text) => encoder.encode(text))
  const offsets = new Uint32Array(list.length + 1)
  for (const [at, one] of encoded.entries()) offsets[at + 1] = (offsets[at] as number) + one.length
  const bytes = new Uint8Array(offsets[list.length] as number)
  for (const [at, one] of encoded.entries()) bytes.set(one, offsets[at] as number)
  return { bytes, offsets }
}

function lists(list: readonly (readonly number[])[]): {
  readonly numbers: Uint32Array
  readonly offsets: Uint32Array
} {
  const offsets = new Uint32Array(list.length + 1)
  for (const [at, one] of list.entries()) offsets[at + 1] = (offsets[at] as number) + one.length
  const numbers = new Uint32Array(offsets[list.length] as number)
  for (const [at, one] of list.entries()) numbers.set(one, offsets[at] as number)
  return { numbers, offsets }
}

/** Lists and bytes are written as they lie in memory, which is little-endian wherever this program runs. */
function bytesOf(section: Uint8Array | Uint32Array): Uint8Array {
  return section instanceof Uint8Array
    ? section
    : new Uint8Array(section.buffer, section.byteOffset, section.byteLength)
}

function sectionsOf(catalogue: Catalogue): Record<SectionName, Uint8Array | Uint32Array> {
  const { departments, elements, codeTables, themes } = catalogue
  const index = indexThemes(catalogue)
  const positions = Array.from({ length: index.size }, (_, at) => at)
  const themeTexts = texts(themes.map((theme) => JSON.stringify(theme)))
  const facts = texts(
    themes.map(({ id, name, title, popularity }) => JSON.stringify({ id, name, title, popularity })),
  )
  const terms = texts(
    positions.map((at) => {
      const { text, shown, syllables } = index.term(at)
      return `${text}\n${shown.replace(/\s+/g, ' ')}\n${syllables.join(' ')}`
    }),
  )
  const uses = lists(
    positions.map((at) =>
      [...index.usesOf(at)].map(([theme, weight]) => (theme << 3) | Math.max(0, weightKinds.indexOf(weight))),
    ),
  )
  const sorted = [...index.grams].sort(([left], [right]) => (left < right ? -1 : 1))
  const grams = texts(sorted.map(([gram]) => gram))
  const postings = lists(sorted.map(([, list]) => list))
  const byId = themes
    .map((_, at) => at)
    .sort((left, right) => (idAt(themes, left) < idAt(themes, right) ? -1 : 1))
  return {
    dictionary: encoder.encode(JSON.stringify({ departments, elements, codeTables })),
    themes: themeTexts.bytes,
    themeOffsets: themeTexts.offsets,
    facts: facts.bytes,
    factOffsets: facts.offsets,
    terms: terms.bytes,
    termOffsets: terms.offsets,
    uses: uses.numbers,
    useOffsets: uses.offsets,
    grams: grams.bytes,
    gramOffsets: grams.offsets,
    postings: postings.numbers,
    postingOffsets: postings.offsets,
    themesById: Uint32Array.from(byId),
  }
}

const idAt = (themes: Catalogue['themes'], at: number): string => themes[at]?.id ?? ''

/** The pack of a catalogue that has been checked; the search index is made here, once, and not at every start. */
export function writePack(catalogue: Catalogue): Uint8Array {
  const sections = Object.entries(sectionsOf(catalogue)) as [SectionName, Uint8Array | Uint32Array][]
  // The head's length depends on the offsets in it, so it is written with room to spare.
  const headRoom = 4096
  let at = headRoom
  const places = sections.map(([name, section]) => {
    const place = [name, [at, section.byteLength]] as const
    at += Math.ceil(section.byteLength / 4) * 4
    return place
  })
  const termOffsets = sections.find(([name]) => name === 'termOffsets')?.[1].length ?? 1
  const head: PackHead = {
    version: catalogue.version,
    themes: catalogue.themes.length,
    matters: catalogue.themes.reduce((sum, theme) => sum + theme.matters.length, 0),
    terms: termOffsets - 1,
    sections: Object.fromEntries(places) as unknown as PackHead['sections'],
  }
  const json = encoder.encode(JSON.stringify(head))
  if (json.length > headRoom - 12) throw new Error('the head of the pack has outgrown its room')
  const pack = new Uint8Array(at)
  pack.set(encoder.encode(packMagic))
  new DataView(pack.buffer).setUint32(8, json.length, true)
  pack.set(json, 12)
  for (const [index, [, section]] of sections.entries()) {
    pack.set(bytesOf(section), places[index]?.[1][0] ?? 0)
  }
  return pack
}
