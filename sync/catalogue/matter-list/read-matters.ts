import { readImplementationCode } from '#sync/model'
import {
  type CellResult,
  type ListedMaterial,
  partsOf,
  readAudience,
  readFee,
  readHandling,
  readMaterial,
  readWorkingDays,
  wordsOf,
} from './cells.ts'
import { type ColumnId, columnHeaders, columnOf, requiredColumns } from './columns.ts'
import type { ListProblem } from './list-problem.ts'
import type { Table } from './read-table.ts'

/** A row of the list, read. Texts that the list left out are empty. */
export interface ListedMatter {
  readonly row: number
  readonly name: string
  readonly implementationCode: string
  readonly department: string
  readonly handling: 'instant' | 'promise'
  readonly workingDays: number
  readonly feeYuan: number
  readonly feeBasis: string
  readonly result: string
  /** Title of the 一件事, or empty for a matter by itself. */
  readonly theme: string
  readonly audience: { readonly person: boolean; readonly organisation: boolean }
  readonly stage: string
  readonly lead: string
  readonly partners: string
  readonly deadline: string
  readonly keywords: readonly string[]
  readonly materials: readonly ListedMaterial[]
  readonly fields: readonly string[]
  readonly dependsOn: readonly string[]
}

/** What a table says, with everything that is wrong in it. */
export interface ReadMatters {
  readonly matters: readonly ListedMatter[]
  readonly problems: readonly ListProblem[]
  /** Headers of columns that the import has no use for. */
  readonly unusedColumns: readonly string[]
  /** By column: the header as it stands in the file. */
  readonly headers: ReadonlyMap<ColumnId, string>
}

/** Above the header there may be a title and a note of who made the list. */
const mostRowsAboveHeader = 10

interface Header {
  readonly row: number
  readonly places: ReadonlyMap<ColumnId, number>
  readonly names: ReadonlyMap<ColumnId, string>
  readonly unused: readonly string[]
}

function findHeader(file: string, table: Table, problems: ListProblem[]): Header | null {
  const at = table
    .slice(0, mostRowsAboveHeader)
    .findIndex((row) => row.some((cell) => columnOf(cell) === 'matter'))
  if (at < 0) {
    problems.push({
      code: 'missingColumn',
      file,
      row: null,
      column: null,
      message: `前 ${mostRowsAboveHeader} 行里没有“事项名称”这一列`,
      remedy: '在第一行写上列名，见目录说明（README）里的列',
    })
    return null
  }
  const places = new Map<ColumnId, number>()
  const names = new Map<ColumnId, string>()
  const unused: string[] = []
  table[at]?.forEach((cell, place) => {
    const name = cell.trim()
    const column = columnOf(cell)
    if (column === null) {
      if (name !== '') unused.push(name)
    } else if (places.has(column)) {
      problems.push({
        code: 'duplicateColumn',
        file,
        row: at + 1,
        column: name,
        message: `和“${names.get(column)}”是同一列`,
        remedy: '只留一列',
      })
    } else {
      places.set(column, place)
      names.set(column, name)
    }
  })
  for (const column of requiredColumns) {
    if (places.has(column)) continue
    problems.push({
      code: 'missingColumn',
      file,
      row: at + 1,
      column: null,
      message: `没有“${columnHeaders[column][0]}”这一列`,
      remedy: `加上这一列，列名写成 ${columnHeaders[column].join(' 或 ')}`,
    })
  }
  return { row: at, places, names, unused }
}

/** Reads the matters of a table; never throws for what stands in it. */
export function readMatters(file: string, table: Table): ReadMatters {
  const problems: ListProblem[] = []
  const header = findHeader(file, table, problems)
  if (header === null) return { matters: [], problems, unusedColumns: [], headers: new Map() }
  const matters: ListedMatter[] = []
  const rowOfCode = new Map<string, number>()
  table.slice(header.row + 1).forEach((cells, offset) => {
    if (cells.every((cell) => cell.trim() === '')) return
    const row = header.row + offset + 2
    const text = (column: ColumnId): string => cells[header.places.get(column) ?? -1]?.trim() ?? ''
    const line = (column: ColumnId): string => text(column).replace(/\s*\n\s*/g, '')
    const report = (column: ColumnId, code: ListProblem['code'], message: string, remedy: string): void => {
      problems.push({
        code,
        file,
        row,
        column: header.names.get(column) ?? columnHeaders[column][0],
        message,
        remedy,
      })
    }
    const take = <Value>(column: ColumnId, result: CellResult<Value>): Value | null => {
      if ('value' in result) return result.value
      report(column, 'malformed', result.message, result.remedy)
      return null
    }
    const missing = requiredColumns.filter((column) => header.places.has(column) && text(column) === '')
    for (const column of missing) report(column, 'missing', '这一格空着', `填上${columnHeaders[column][0]}`)
    const days = text('workingDays') === '' ? null : take('workingDays', readWorkingDays(text('workingDays')))
    const handling = take('handling', readHandling(text('handling'), days))
    if (handling === 'instant' && days !== null && days > 0) {
      report(
        'handling',
        'contradiction',
        `即办件的办结时限写了 ${days} 个工作日`,
        '改成承诺件，或者把办结时限改成即办',
      )
    }
    const feeYuan = take('fee', readFee(text('fee')))
    const audience = take('audience', readAudience(text('audience')))
    const code = line('implementationCode').replace(/\s/g, '')
    if (code !== '' && readImplementationCode(code) === null) {
      report(
        'implementationCode',
        'malformed',
        '不是 31 位（或带业务办理项的 33 位）实施编码，或者前 18 位的统一社会信用代码校验不对',
        '照事项库核对；表格里这一列要设成文本格式，不然长数字会变样；没有就空着',
      )
    }
    const earlier = rowOfCode.get(code)
    if (code !== '' && earlier !== undefined) {
      report(
        'implementationCode',
        'duplicate',
        `第 ${earlier} 行已经用了这个实施编码`,
        '删掉重复的行，或者改正编码',
      )
    }
    if (code !== '' && earlier === undefined) rowOfCode.set(code, row)
    const materials = partsOf(text('materials')).map((part) => take('materials', readMaterial(part)))
    if (missing.length > 0 || days === null || handling === null || feeYuan === null || audience === null)
      return
    matters.push({
      row,
      name: line('matter'),
      implementationCode: code,
      department: line('department'),
      handling,
      workingDays: days,
      feeYuan,
      feeBasis: line('feeBasis'),
      result: line('result'),
      theme: line('theme'),
      audience,
      stage: line('stage'),
      lead: line('lead'),
      partners: line('partners'),
      deadline: line('deadline'),
      keywords: wordsOf(text('keywords')),
      materials: materials.filter((material) => material !== null),
      fields: wordsOf(text('fields')),
      dependsOn: partsOf(text('dependsOn')),
    })
  })
  if (matters.length === 0 && problems.length === 0) {
    problems.push({
      code: 'missing',
      file,
      row: null,
      column: null,
      message: '列名下面一个事项也没有',
      remedy: '换成有事项的清单',
    })
  }
  return { matters, problems, unusedColumns: header.unused, headers: header.names }
}
