// Every program that reads this file must know what a .yaml import is, whatever its own list of files.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="../yaml.d.ts" />
import type { Catalogue } from '#sync/model'
import head from '../catalogue.yaml'
import codeTables from '../code-tables.yaml'
import departments from '../departments.yaml'
import elements from '../elements.yaml'
import { loadCatalogue } from '../load-catalogue.ts'
import { themeFiles } from './theme-files.ts'

let catalogue: Catalogue | null = null

/**
 * The catalogue that was built into the program, for code that a bundler has read (Vite, Vitest); plain Node reads
 * the same files through `#sync/catalogue/disk`. Checked once, at the first call.
 * @throws CatalogueError when the files are wrong, which the catalogue's check tells before a build.
 */
export function bundledCatalogue(): Catalogue {
  catalogue ??= loadCatalogue({
    catalogue: { file: 'catalogue.yaml', data: head },
    elements: { file: 'elements.yaml', data: elements },
    codeTables: { file: 'code-tables.yaml', data: codeTables },
    departments: { file: 'departments.yaml', data: departments },
    themes: themeFiles,
  })
  return catalogue
}
