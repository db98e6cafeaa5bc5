import type { Catalogue, DataElement } from '#sync/model'
import { checkTheme, type Dictionary } from './check-theme.ts'
import type { CatalogueProblem } from './problem.ts'

/** Where the parts of a catalogue stand, for messages. */
export interface CatalogueFiles {
  readonly elements: string
  readonly codeTables: string
  readonly departments: string
  /** By position of the theme. */
  readonly themes: readonly string[]
  /** By theme, matter and expanded field: the position of the written entry. */
  readonly fieldOrigins: readonly (readonly (readonly number[])[])[]
  /** False when a theme file could not be read, so that nothing is said about links to it. */
  readonly complete: boolean
}

function duplicates(
  file: string,
  base: readonly (string | number)[],
  keys: readonly string[],
  field: string,
): CatalogueProblem[] {
  const seen = new Set<string>()
  return keys.flatMap((key, at): CatalogueProblem[] => {
    if (!seen.has(key)) {
      seen.add(key)
      return []
    }
    return [
      {
        code: 'duplicate',
        file,
        path: [...base, at, field],
        message: `“${key}”出现了两次`,
        remedy: '删掉一个，或者改成别的标识',
      },
    ]
  })
}

/** The columns of a table are plain elements of the dictionary, each once. */
function checkColumns(
  { format }: DataElement,
  at: number,
  elements: readonly DataElement[],
  file: string,
): CatalogueProblem[] {
  if (format.kind !== 'table') return []
  const ids = format.columns.map((written) => written.replace(/\?$/, ''))
  return ids.flatMap((id, column): CatalogueProblem[] => {
    const found = elements.find((element) => element.id === id)
    const place = { file, path: [at, 'format', 'columns', column] }
    if (ids.indexOf(id) !== column) {
      return [{ ...place, code: 'duplicate', message: `“${id}”出现了两次`, remedy: '删掉一个' }]
    }
    if (found === undefined) {
      return [
        {
          ...place,
          code: 'unknownReference',
          message: `没有数据元“${id}”`,
          remedy: '在这个文件里加上，或者改成已有的',
        },
      ]
    }
    return found.format.kind === 'table'
      ? [{ ...place, code: 'malformed', message: '名册的一列不能又是名册', remedy: '换成普通的数据元' }]
      : []
  })
}

function checkDictionary(catalogue: Catalogue, files: CatalogueFiles): CatalogueProblem[] {
  const tables = new Set(catalogue.codeTables.map(({ id }) => id))
  return [
    ...duplicates(
      files.elements,
      [],
      catalogue.elements.map(({ id }) => id),
      'id',
    ),
    ...duplicates(
      files.codeTables,
      [],
      catalogue.codeTables.map(({ id }) => id),
      'id',
    ),
    ...duplicates(
      files.departments,
      [],
      catalogue.departments.map(({ id }) => id),
      'id',
    ),
    ...catalogue.codeTables.flatMap((table, at) =>
      duplicates(
        files.codeTables,
        [at, 'entries'],
        table.entries.map(({ code }) => code),
        'code',
      ),
    ),
    ...catalogue.elements.flatMap((element, at) =>
      checkColumns(element, at, catalogue.elements, files.elements),
    ),
    ...catalogue.elements.flatMap((element, at): CatalogueProblem[] =>
      element.format.kind !== 'code' || tables.has(element.format.table)
        ? []
        : [
            {
              code: 'unknownReference',
              file: files.elements,
              path: [at, 'format', 'table'],
              message: `没有码表“${element.format.table}”`,
              remedy: `在 ${files.codeTables} 里加上这个码表，或者改成已有的码表`,
            },
          ],
    ),
  ]
}

function checkThemeIds(catalogue: Catalogue, files: CatalogueFiles): CatalogueProblem[] {
  const seen = new Map<string, string>()
  return catalogue.themes.flatMap((theme, at): CatalogueProblem[] => {
    const file = files.themes[at] as string
    const other = seen.get(theme.id)
    seen.set(theme.id, file)
    if (other === undefined) return []
    return [
      {
        code: 'duplicate',
        file,
        path: ['id'],
        message: `主题标识“${theme.id}”已经在 ${other} 里用了`,
        remedy: '换一个标识',
      },
    ]
  })
}

/** Every reference between the parts must lead somewhere, and every part must be of use. */
export function checkCatalogue(catalogue: Catalogue, files: CatalogueFiles): CatalogueProblem[] {
  const dictionary: Dictionary = {
    departments: new Set(catalogue.departments.map(({ id }) => id)),
    elements: new Map(catalogue.elements.map((element) => [element.id, element])),
    codeTables: new Map(catalogue.codeTables.map((table) => [table.id, table])),
    themes: files.complete ? new Set(catalogue.themes.map(({ id }) => id)) : null,
  }
  return [
    ...checkDictionary(catalogue, files),
    ...checkThemeIds(catalogue, files),
    ...catalogue.themes.flatMap((theme, at) =>
      checkTheme(theme, dictionary, {
        file: files.themes[at] as string,
        fieldOrigins: files.fieldOrigins[at] ?? [],
      }),
    ),
  ]
}
