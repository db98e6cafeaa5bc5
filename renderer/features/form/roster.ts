import { type CodeTable, normaliseValue, type TableColumn, type TableRow } from '#sync/model'

/** What came of a list that was pasted or read from a file. */
export type Roster =
  | { readonly ok: true; readonly rows: readonly TableRow[] }
  | { readonly ok: false; readonly problem: 'empty' }
  | { readonly ok: false; readonly problem: 'noColumns'; readonly missing: readonly string[] }

/** Cells of a spreadsheet's clipboard text: tabs and line breaks, quotes around cells that hold either. */
export function readClipboardCells(text: string): string[][] {
  const cell = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)|[^\t\r\n]*/y
  const end = /\t|\r\n|\n|\r/y
  const rows: string[][] = [[]]
  for (let at = 0; ; at = end.lastIndex) {
    cell.lastIndex = at
    const [plain = '', quoted] = cell.exec(text) ?? []
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    end.lastIndex = cell.lastIndex
    const found = end.exec(text)
    if (found === null) return rows
    if (found[0] !== '\t') rows.push([])
  }
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/[\s*:()]/gu, '')
}

/** What people also write above a column. */
const otherHeaders: Readonly<Record<string, readonly string[]>> = {
  name: ['姓名', '名字'],
  idNumber: ['证件号码', '身份证号', '身份证号码', '公民身份号码', '证件号'],
  mobile: ['手机', '手机号', '手机号码', '联系电话', '电话'],
  monthlyWage: ['工资', '月工资', '缴费工资'],
  contractFrom: ['合同开始', '合同起', '入职日期'],
}

function placeOf({ element }: TableColumn, header: readonly string[]): number {
  const names = [element.label, ...(otherHeaders[element.id] ?? [])].map(plain)
  return header.findIndex((cell) => names.includes(plain(cell)))
}

/** A spreadsheet's date arrives as `2026/3/8` or `2026-03-08 00:00:00`; a code by its label. */
function cellValue(
  { element }: TableColumn,
  text: string,
  codeTable: (id: string) => CodeTable | undefined,
): string {
  const { format } = element
  if (format.kind === 'code') {
    const entries = codeTable(format.table)?.entries ?? []
    return entries.find(({ label, code }) => label === text.trim() || code === text.trim())?.code ?? text
  }
  const dated = format.kind === 'date' ? text.replace(/[ T]00:00(?::00(?:\.0+)?Z?)?$/, '') : text
  return normaliseValue(format, dated)
}

/**
 * Rows out of the cells of a spreadsheet: by the names in its first row, else, where no name is known, by the order of
 * the columns. Nothing is dropped that has a column; what is wrong in it is told beside the cell.
 */
export function rosterOf(
  cells: readonly (readonly string[])[],
  columns: readonly TableColumn[],
  codeTable: (id: string) => CodeTable | undefined,
): Roster {
  const filled = cells.filter((row) => row.some((cell) => cell.trim() !== ''))
  const [header] = filled
  if (header === undefined) return { ok: false, problem: 'empty' }
  const named = columns.map((column) => placeOf(column, header))
  const isNamed = named.some((at) => at >= 0)
  const missing = columns.filter(({ required }, at) => required && isNamed && (named[at] ?? -1) < 0)
  if (missing.length > 0) {
    return { ok: false, problem: 'noColumns', missing: missing.map(({ element }) => element.label) }
  }
  const places = isNamed ? named : columns.map((_, at) => at)
  const rows = (isNamed ? filled.slice(1) : filled).map((row) =>
    Object.fromEntries(
      columns.flatMap((column, at): [string, string][] => {
        const text = row[places[at] ?? -1] ?? ''
        return text.trim() === '' ? [] : [[column.element.id, cellValue(column, text, codeTable)]]
      }),
    ),
  )
  const kept = rows.filter((row) => Object.keys(row).length > 0)
  return kept.length === 0 ? { ok: false, problem: 'empty' } : { ok: true, rows: kept }
}
