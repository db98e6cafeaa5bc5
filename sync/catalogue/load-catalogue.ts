import type { Catalogue, Theme } from '#sync/model'
import type { z } from 'zod'
import { checkCatalogue } from './check-catalogue.ts'
import { expandField } from './expand-fields.ts'
import { CatalogueError, type CatalogueProblem } from './problem.ts'
import {
  catalogueFileSchema,
  codeTablesFileSchema,
  departmentsFileSchema,
  elementsFileSchema,
  themeFileSchema,
} from './source-schema.ts'

/** A parsed file of the catalogue; `file` is the name for messages. */
export interface SourceFile {
  readonly file: string
  readonly data: unknown
}

/** The files that make a catalogue. */
export interface CatalogueParts {
  readonly catalogue: SourceFile
  readonly elements: SourceFile
  readonly codeTables: SourceFile
  readonly departments: SourceFile
  readonly themes: readonly SourceFile[]
}

/** A catalogue as far as it could be read, with everything that is wrong in it. */
export interface CheckedCatalogue {
  readonly catalogue: Catalogue | null
  readonly problems: readonly CatalogueProblem[]
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  source: SourceFile,
  problems: CatalogueProblem[],
): z.output<Schema> | null {
  const result = schema.safeParse(source.data)
  if (result.success) return result.data
  for (const issue of result.error.issues) {
    problems.push({
      code: 'malformed',
      file: source.file,
      path: issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
      message: issue.message,
      remedy: '照目录说明（README）里的格式改正这一处',
    })
  }
  return null
}

/** Reads all parts and checks every reference between them; never throws for what is in the data. */
export function examineCatalogue(parts: CatalogueParts): CheckedCatalogue {
  const problems: CatalogueProblem[] = []
  const head = parse(catalogueFileSchema, parts.catalogue, problems)
  const elements = parse(elementsFileSchema, parts.elements, problems)
  const codeTables = parse(codeTablesFileSchema, parts.codeTables, problems)
  const departments = parse(departmentsFileSchema, parts.departments, problems)
  const themes: { file: string; theme: Theme; fieldOrigins: number[][] }[] = []
  for (const source of parts.themes) {
    const file = parse(themeFileSchema, source, problems)
    if (file === null) continue
    const expanded = file.matters.map((matter) => matter.fields.map(expandField))
    const matters = file.matters.map((matter, at) => ({ ...matter, fields: expanded[at]?.flat() ?? [] }))
    const fieldOrigins = expanded.map((entries) => entries.flatMap((uses, at) => uses.map(() => at)))
    themes.push({ file: source.file, theme: { ...file, matters }, fieldOrigins })
  }
  if (head === null || elements === null || codeTables === null || departments === null) {
    return { catalogue: null, problems }
  }
  const catalogue = {
    version: head.version,
    departments,
    elements,
    codeTables,
    themes: themes.map(({ theme }) => theme),
  }
  problems.push(
    ...checkCatalogue(catalogue, {
      elements: parts.elements.file,
      codeTables: parts.codeTables.file,
      departments: parts.departments.file,
      themes: themes.map(({ file }) => file),
      fieldOrigins: themes.map(({ fieldOrigins }) => fieldOrigins),
      complete: themes.length === parts.themes.length,
    }),
  )
  return { catalogue, problems }
}

/**
 * The catalogue out of its files.
 * @throws CatalogueError with every problem found, each with file, place and remedy.
 */
export function loadCatalogue(parts: CatalogueParts): Catalogue {
  const { catalogue, problems } = examineCatalogue(parts)
  if (catalogue === null || problems.length > 0) throw new CatalogueError(problems)
  return catalogue
}
