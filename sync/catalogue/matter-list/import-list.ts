import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Catalogue } from '#sync/model'
import { stringify } from 'yaml'
import { catalogueFolder, readCatalogue } from '../disk/index.ts'
import { type CatalogueParts, examineCatalogue, loadCatalogue } from '../load-catalogue.ts'
import { writePack } from '../pack/index.ts'
import { type BuiltTheme, buildThemes } from './build-themes.ts'
import { type ListProblem, MatterListError } from './list-problem.ts'
import { readMatters } from './read-matters.ts'
import { readTable } from './read-table.ts'

/** What an import has written. */
export interface ImportedList {
  readonly folder: string
  readonly version: string
  readonly themes: number
  readonly matters: number
  /** Theme files in the order of the list, below the folder. */
  readonly files: readonly string[]
  /** Departments that the catalogue did not know; a slip of the pen shows here. */
  readonly addedDepartments: readonly string[]
  readonly unusedColumns: readonly string[]
}

const dictionaryFiles = ['elements.yaml', 'code-tables.yaml'] as const

/** Where the dictionary comes from: the folder itself once it is a catalogue, else the one that was named. */
function baseOf(folder: string, base: string): string {
  return existsSync(join(folder, 'catalogue.yaml')) ? folder : base
}

const themeFileOf = ({ id }: BuiltTheme): string => `themes/${id}.yaml`

/** The themes on top of a catalogue's dictionary, as the loader takes them. */
function partsOf(catalogue: Omit<Catalogue, 'themes'>, themes: readonly BuiltTheme[]): CatalogueParts {
  return {
    catalogue: { file: 'catalogue.yaml', data: { version: catalogue.version } },
    elements: { file: 'elements.yaml', data: catalogue.elements },
    codeTables: { file: 'code-tables.yaml', data: catalogue.codeTables },
    departments: { file: 'departments.yaml', data: catalogue.departments },
    themes: themes.map((theme) => ({ file: themeFileOf(theme), data: theme.data })),
  }
}

/** Runs the catalogue's own check over what would be written and tells its findings by row. */
function checkThemes(
  file: string,
  themes: readonly BuiltTheme[],
  catalogue: ReturnType<typeof readCatalogue>,
): ListProblem[] {
  const { problems } = examineCatalogue(partsOf(catalogue, themes))
  const byFile = new Map(themes.map((theme) => [themeFileOf(theme), theme]))
  return problems.map((problem): ListProblem => {
    const theme = byFile.get(problem.file)
    const [list, at] = problem.path
    const row = list === 'matters' && typeof at === 'number' ? theme?.rows[at] : theme?.rows[0]
    return {
      code: 'catalogue',
      file,
      row: row ?? null,
      column: null,
      message: `${problem.message}（${problem.path.join('.')}）`,
      remedy: problem.remedy,
    }
  })
}

/** Writes beside the file and then moves: whoever reads meanwhile gets the old file or the new one. */
function writeWhole(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  const beside = `${path}.${randomUUID()}`
  writeFileSync(beside, text)
  renameSync(beside, path)
}

function existing(file: string, folder: string, themes: readonly BuiltTheme[]): ListProblem[] {
  return themes
    .filter((theme) => existsSync(join(folder, themeFileOf(theme))))
    .map((theme) => ({
      code: 'exists',
      file,
      row: theme.rows[0] ?? null,
      column: null,
      message: `${join(folder, themeFileOf(theme))} 已经有了，不会覆盖`,
      remedy: '换一个 --out 目录，或者先移走这个文件',
    }))
}

/**
 * Makes catalogue source files out of a list of matters. A folder that is a catalogue already gets the themes on top;
 * another becomes one, with the dictionary of `base`. All errors are told at once, and then nothing is written.
 * @param path the list, CSV or XLSX
 * @throws MatterListError with every problem in the list; CatalogueError when the catalogue to build on is wrong.
 */
export async function importList(
  path: string,
  folder: string,
  base: string = catalogueFolder,
): Promise<ImportedList> {
  const file = basename(path)
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch {
    throw new MatterListError([
      {
        code: 'unreadable',
        file,
        row: null,
        column: null,
        message: '文件不在，或者不能读',
        remedy: '核对文件的位置和权限',
      },
    ])
  }
  const list = readMatters(file, await readTable(file, bytes))
  const from = baseOf(folder, base)
  const catalogue = readCatalogue(from)
  const { themes, departments, problems } = buildThemes(file, list, catalogue)
  const wrong = [...list.problems, ...problems, ...existing(file, folder, themes)]
  // The catalogue's check would only repeat in other words what the rows already say.
  if (wrong.length === 0) {
    const extended = { ...catalogue, departments: [...catalogue.departments, ...departments] }
    wrong.push(...checkThemes(file, themes, extended))
  }
  if (wrong.length > 0) {
    throw new MatterListError(wrong.sort((left, right) => (left.row ?? 0) - (right.row ?? 0)))
  }

  const counts = {
    folder,
    themes: themes.length,
    matters: list.matters.length,
    addedDepartments: departments.map(({ name }) => name),
    unusedColumns: list.unusedColumns,
  }
  const contents = JSON.stringify([themes.map(({ data }) => data), departments])
  const digest = createHash('sha256').update(contents).digest('hex').slice(0, 8)
  const version = from === folder ? `${catalogue.version}+${digest}` : `list-${digest}`
  if (folder.endsWith('.pack')) {
    const { elements, codeTables } = catalogue
    const all = { version, elements, codeTables, departments: [...catalogue.departments, ...departments] }
    const packed = loadCatalogue(partsOf(all, themes))
    writeWhole(folder, writePack(packed))
    return { ...counts, version, files: [] }
  }
  const texts = themes.map((theme) => ({
    name: themeFileOf(theme),
    text: `# 由清单 ${file} 导入，内容未经核实（unverified）。\n${stringify(theme.data, { lineWidth: 0 })}`,
  }))
  if (from !== folder) {
    for (const name of dictionaryFiles) writeWhole(join(folder, name), readFileSync(join(from, name), 'utf8'))
  }
  const known = readFileSync(join(from, 'departments.yaml'), 'utf8').trimEnd()
  const added = departments.map((department) => stringify([department], { lineWidth: 0 })).join('')
  writeWhole(join(folder, 'departments.yaml'), `${known}\n${added}`)
  for (const { name, text } of texts) writeWhole(join(folder, name), text)
  // Last, because the version tells that the rest is there.
  writeWhole(join(folder, 'catalogue.yaml'), stringify({ version }))
  return { ...counts, version, files: texts.map(({ name }) => name) }
}
