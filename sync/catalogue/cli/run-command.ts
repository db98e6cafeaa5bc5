import { parseArgs } from 'node:util'
import { writeFileSync } from 'node:fs'
import type { Catalogue } from '#sync/model'
import { catalogueFolder, examineFolder, openPackFile, readCatalogue } from '../disk/index.ts'
import {
  CatalogueError,
  catalogueJsonSchemas,
  createThemeSearch,
  describeProblem,
  diffCatalogues,
} from '../index.ts'
import { PackError, writePack } from '../pack/index.ts'
import { runImportCommand } from './run-import.ts'
import { describeForm, formOf } from './show-form.ts'
import { describeStats, statsOf } from './show-stats.ts'

/** What a command prints and how it ends: 0 good, 1 something is wrong in a catalogue, 2 the command is wrong. */
export interface CommandResult {
  readonly text: string
  readonly exitCode: 0 | 1 | 2
}

const usage = `用法：catalogue <命令> [--json] [--dir 目录]
  check               检查目录，列出每个错误的文件、行号和改法
  stats               每个主题的事项数和表单合并前后的字段数
  search 词语         按汉字、拼音、首字母和口语找主题
  form 主题标识 [问题=回答 …]   合并后的一张表，每个字段给哪些事项用
  diff 另一个目录     从另一个目录到这个目录改了什么
  schema              各种文件的 JSON Schema
  import 清单 --out 目录   把县市或省的事项清单（csv、xlsx）变成目录文件；--out 文件.pack 直接变成目录包
  pack --out 文件.pack     把目录写成一个文件，事项再多也能马上打开；--dir 可以是这样的文件`

const json = (value: unknown): string => JSON.stringify(value, null, 2)

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        dir: { type: 'string', default: catalogueFolder },
        out: { type: 'string' },
      },
    })
  } catch {
    return null
  }
}

/** Runs a command that writes files, or any other. */
export async function runCommand(args: readonly string[]): Promise<CommandResult> {
  const parsed = parse(args)
  const [command, ...rest] = parsed?.positionals ?? []
  if (parsed === null || command !== 'import') return runCatalogueCommand(args)
  const { dir, json: asJson, out } = parsed.values
  return runImportCommand(rest, { dir, json: asJson, out })
}

/** Runs one command of the catalogue that only looks; reads files, writes nothing. */
export function runCatalogueCommand(args: readonly string[]): CommandResult {
  const parsed = parse(args)
  if (parsed === null) return { text: usage, exitCode: 2 }
  const [command = '', ...rest] = parsed.positionals
  try {
    const { dir, json: asJson, out } = parsed.values
    return command === 'pack' ? pack(dir, out) : run(command, rest, dir, asJson)
  } catch (error) {
    if (error instanceof PackError) return { text: `目录包不能用：${error.message}`, exitCode: 1 }
    if (!(error instanceof CatalogueError)) throw error
    const text = parsed.values.json
      ? json({ problems: error.problems })
      : error.problems.map(describeProblem).join('\n')
    return { text, exitCode: 1 }
  }
}

const isPack = (path: string): boolean => path.endsWith('.pack')

/** The catalogue of a folder or of a pack, whole. */
function catalogueAt(path: string): Catalogue {
  return isPack(path) ? openPackFile(path).whole() : readCatalogue(path)
}

function pack(dir: string, out: string | undefined): CommandResult {
  if (out === undefined || !isPack(out)) return { text: usage, exitCode: 2 }
  const bytes = writePack(catalogueAt(dir))
  writeFileSync(out, bytes)
  return { text: `已写到 ${out}（${(bytes.length / 1_000_000).toFixed(1)} MB）。`, exitCode: 0 }
}

function run(command: string, rest: readonly string[], folder: string, asJson: boolean): CommandResult {
  const print = (value: unknown, text: () => string): CommandResult => ({
    text: asJson ? json(value) : text(),
    exitCode: 0,
  })
  switch (command) {
    case 'check':
      return check(folder, asJson)
    case 'stats': {
      const stats = statsOf(catalogueAt(folder))
      return print(stats, () => describeStats(stats))
    }
    case 'search': {
      if (rest.length === 0) break
      const search = isPack(folder) ? openPackFile(folder).search : createThemeSearch(readCatalogue(folder))
      const results = search.search(rest.join(' '))
      return print({ results }, () =>
        results.length === 0
          ? '没有找到，请换一个说法。'
          : results
              .map((hit) => `${hit.score.toFixed(3)}  ${hit.id}  ${hit.name}（${hit.matched}）`)
              .join('\n'),
      )
    }
    case 'form': {
      const [id, ...answers] = rest
      if (id === undefined) break
      const catalogue = isPack(folder) ? openPackFile(folder).catalogueOf([id]) : readCatalogue(folder)
      const form = formOf(catalogue, id, answers)
      if (typeof form === 'string') return { text: form, exitCode: 2 }
      return print(form, () => describeForm(form))
    }
    case 'diff': {
      const [other] = rest
      if (other === undefined) break
      const changes = diffCatalogues(catalogueAt(other), catalogueAt(folder))
      const signs = { added: '+', removed: '-', changed: '~' } as const
      return print({ changes }, () =>
        changes.length === 0
          ? '没有不同。'
          : changes.map((change) => `${signs[change.kind]} ${change.path}`).join('\n'),
      )
    }
    case 'schema':
      return { text: json(catalogueJsonSchemas()), exitCode: 0 }
  }
  return { text: usage, exitCode: 2 }
}

function check(folder: string, asJson: boolean): CommandResult {
  const { catalogue, problems } = isPack(folder)
    ? { catalogue: openPackFile(folder).whole(), problems: [] }
    : examineFolder(folder)
  const exitCode = problems.length === 0 ? 0 : 1
  if (asJson) return { text: json({ ok: exitCode === 0, problems }), exitCode }
  if (exitCode === 1) return { text: problems.map(describeProblem).join('\n'), exitCode }
  const matters = catalogue?.themes.reduce((sum, theme) => sum + theme.matters.length, 0) ?? 0
  return {
    text: `没有错误：${catalogue?.themes.length ?? 0} 个主题，${matters} 个事项，${catalogue?.elements.length ?? 0} 个数据元。`,
    exitCode,
  }
}
