import type { Catalogue } from '#sync/model'
import { z } from 'zod'
import { weights } from '../search/theme-search.ts'

/**
 * 目录包: a checked catalogue in one file, of which little is read at a time.
 *
 *     "YCPACK02" · u32 length of the head · head (JSON) · sections, each at a multiple of four
 *
 * The head says where each section begins. A list of texts is two sections: the UTF-8 bytes one after the other, and
 * u32 offsets, one more than there are texts. Numbers are little-endian.
 */
export const packMagic = 'YCPACK02'

/** The sections by name. */
export const sectionNames = [
  /** Departments, data elements and code tables as one JSON text. */
  'dictionary',
  /** One theme's JSON a text. */
  'themes',
  'themeOffsets',
  /** What a hit says of each theme, as JSON. */
  'facts',
  'factOffsets',
  /** Terms: text, what is shown, syllables between spaces, on three lines. */
  'terms',
  'termOffsets',
  /** Who has a term: theme << 3 | kind of weight. */
  'uses',
  'useOffsets',
  /** Grams in the order of their UTF-16 units. */
  'grams',
  'gramOffsets',
  'postings',
  'postingOffsets',
  /** Positions of the themes, in the order of their ids. */
  'themesById',
] as const
export type SectionName = (typeof sectionNames)[number]

const placeSchema = z.tuple([z.int().min(0), z.int().min(0)])

export const packHeadSchema = z.strictObject({
  version: z.string().min(1),
  themes: z.int().min(0),
  matters: z.int().min(0),
  terms: z.int().min(0),
  sections: z.record(z.enum(sectionNames), placeSchema),
})
export type PackHead = z.infer<typeof packHeadSchema>

export type PackedDictionary = Pick<Catalogue, 'departments' | 'elements' | 'codeTables'>

/** The weights that a term may have, by the number under which a use keeps them. */
export const weightKinds: readonly number[] = Object.values(weights)

/** A file that is no catalogue pack, or a damaged one. */
export class PackError extends Error {
  override readonly name = 'PackError'
  readonly code = 'packInvalid'
  readonly retryable = false
}
