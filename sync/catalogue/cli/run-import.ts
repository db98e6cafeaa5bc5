import { describeListProblem, type ImportedList, importList, MatterListError } from '../matter-list/index.ts'
import { CatalogueError, describeProblem } from '../problem.ts'
import type { CommandResult } from './run-command.ts'

const usage = '用法：catalogue import 清单.(csv|xlsx) --out 目录 [--dir 字典所在目录] [--json]'

function describe({
  folder,
  version,
  themes,
  matters,
  addedDepartments,
  unusedColumns,
}: ImportedList): string {
  return [
    `已写到 ${folder}：${themes} 个主题，${matters} 个事项，版本 ${version}。内容都标为未核实（unverified）。`,
    ...(addedDepartments.length === 0
      ? []
      : [`新增部门（请核对是不是写错了名称）：${addedDepartments.join('、')}`]),
    ...(unusedColumns.length === 0 ? [] : [`没有用到的列：${unusedColumns.join('、')}`]),
    `接着可以运行：catalogue check --dir ${folder}`,
  ].join('\n')
}

/** Makes a catalogue folder out of a list of matters; writes nothing when anything in the list is wrong. */
export async function runImportCommand(
  files: readonly string[],
  options: { readonly out: string | undefined; readonly dir: string; readonly json: boolean },
): Promise<CommandResult> {
  const [file, ...more] = files
  if (file === undefined || more.length > 0 || options.out === undefined) return { text: usage, exitCode: 2 }
  try {
    const imported = await importList(file, options.out, options.dir)
    const text = options.json ? JSON.stringify({ ok: true, ...imported }, null, 2) : describe(imported)
    return { text, exitCode: 0 }
  } catch (error) {
    const lines =
      error instanceof MatterListError
        ? error.problems.map(describeListProblem)
        : error instanceof CatalogueError
          ? error.problems.map(describeProblem)
          : null
    if (lines === null) throw error
    const { problems } = error as MatterListError | CatalogueError
    const text = options.json
      ? JSON.stringify({ ok: false, problems }, null, 2)
      : [...lines, `共 ${lines.length} 处，什么也没有写。`].join('\n')
    return { text, exitCode: 1 }
  }
}
