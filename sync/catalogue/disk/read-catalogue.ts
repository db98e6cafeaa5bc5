import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Catalogue } from '#sync/model'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import { type CheckedCatalogue, examineCatalogue, type SourceFile } from '../load-catalogue.ts'
import { CatalogueError, type CatalogueProblem } from '../problem.ts'

/** The folder of the catalogue that comes with the program. */
export const catalogueFolder = fileURLToPath(new URL('..', import.meta.url))

interface ReadFile extends SourceFile {
  readonly document: Document | null
  readonly lines: LineCounter
}

function readYaml(folder: string, file: string, problems: CatalogueProblem[]): ReadFile {
  const lines = new LineCounter()
  let text: string
  try {
    text = readFileSync(join(folder, file), 'utf8')
  } catch {
    problems.push({
      code: 'malformed',
      file,
      path: [],
      message: '文件不在，或者不能读',
      remedy: '放好这个文件，并允许读取',
    })
    return { file, data: undefined, document: null, lines }
  }
  const document = parseDocument(text, { lineCounter: lines })
  for (const error of document.errors) {
    problems.push({
      code: 'malformed',
      file,
      path: [],
      message: error.message.split('\n')[0] ?? error.code,
      remedy: '照 YAML 的写法改正这一行，注意缩进和冒号后面的空格',
      line: lines.linePos(error.pos[0]).line,
    })
  }
  return { file, data: document.errors.length > 0 ? undefined : document.toJS(), document, lines }
}

/** The line of the deepest node on the way to `path` that is there. */
function lineOf(source: ReadFile | undefined, path: CatalogueProblem['path']): number | undefined {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = source?.document?.getIn(path.slice(0, depth), true)
    if (isNode(node) && node.range) return source?.lines.linePos(node.range[0]).line
  }
  return undefined
}

/** Reads a catalogue's folder and says everything that is wrong in it, with file and line. */
export function examineFolder(folder: string = catalogueFolder): CheckedCatalogue {
  const unread: CatalogueProblem[] = []
  const read = (file: string): ReadFile => readYaml(folder, file, unread)
  const names = listThemes(folder)
  const themes = names.map((name) => read(`themes/${name}`))
  const parts = {
    catalogue: read('catalogue.yaml'),
    elements: read('elements.yaml'),
    codeTables: read('code-tables.yaml'),
    departments: read('departments.yaml'),
    themes,
  }
  const files = new Map(
    [parts.catalogue, parts.elements, parts.codeTables, parts.departments, ...themes].map((file) => [
      file.file,
      file,
    ]),
  )
  const unreadable = new Set(unread.map((problem) => problem.file))
  const { catalogue, problems } = examineCatalogue(parts)
  const located = problems
    .filter((problem) => !unreadable.has(problem.file))
    .map((problem) => {
      const line = lineOf(files.get(problem.file), problem.path)
      return line === undefined ? problem : { ...problem, line }
    })
  return { catalogue, problems: [...unread, ...located] }
}

function listThemes(folder: string): string[] {
  try {
    return readdirSync(join(folder, 'themes'))
      .filter((name) => name.endsWith('.yaml'))
      .sort()
  } catch {
    return []
  }
}

/**
 * The catalogue of a folder, by default the program's own.
 * @throws CatalogueError with every problem, each with file, line and remedy.
 */
export function readCatalogue(folder: string = catalogueFolder): Catalogue {
  const { catalogue, problems } = examineFolder(folder)
  if (catalogue === null || problems.length > 0) throw new CatalogueError(problems)
  return catalogue
}
