import { fieldMessage } from './field-messages.ts'
import type { FieldIssue, MergedField } from './form.ts'
import { readRows, type TableColumn, type TableRow } from './table.ts'
import { type FieldContext, validateField } from './validate-field.ts'

/** A finding on one cell; rows count from 0. */
export interface CellIssue {
  readonly row: number
  /** Id of the column's element. */
  readonly column: string
  readonly severity: FieldIssue['severity']
  readonly message: string
}

/** Numbers that belong to one person or organisation: twice in one table is a slip of the hand. */
const naming: ReadonlySet<string> = new Set(['residentId', 'identityNumber', 'creditCode', 'bankCard'])

function cellIssue(
  { element, required }: TableColumn,
  row: TableRow,
  context: FieldContext,
): Pick<CellIssue, 'severity' | 'message'> | null {
  const text = row[element.id] ?? ''
  if (text.trim() === '') {
    return required
      ? { severity: 'error', message: fieldMessage('required', { label: element.label }) }
      : null
  }
  return validateField(element, text, { ...context, idType: row['idType'] })
}

/** Everything that is wrong in the cells of a table, row by row, each cell's first finding only. */
export function validateRows(
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
  context: FieldContext,
): CellIssue[] {
  const seen = new Map<string, number>()
  return rows.flatMap((row, at) =>
    columns.flatMap((column): CellIssue[] => {
      const { id, format } = column.element
      const found = cellIssue(column, row, context)
      if (found !== null) return [{ row: at, column: id, severity: found.severity, message: found.message }]
      const text = row[id] ?? ''
      if (text === '' || !naming.has(format.kind)) return []
      const first = seen.get(`${id} ${text}`)
      if (first === undefined) {
        seen.set(`${id} ${text}`, at)
        return []
      }
      const message = fieldMessage('tableSame', { row: first + 1 })
      return [{ row: at, column: id, severity: 'error', message }]
    }),
  )
}

/** The first finding of a table as one of its field, saying in which row and column it is; null when all is well. */
export function validateTable(
  field: Pick<MergedField, 'key' | 'element' | 'columns'>,
  value: string,
  context: FieldContext,
): FieldIssue | null {
  const { element, columns = [] } = field
  const rows = readRows(value)
  const issue = (severity: FieldIssue['severity'], message: string): FieldIssue => ({
    field: field.key,
    severity,
    message,
  })
  if (rows === null) return issue('error', fieldMessage('table'))
  if (element.format.kind === 'table' && rows.length > element.format.maxRows) {
    return issue('error', fieldMessage('tableRows', { max: element.format.maxRows }))
  }
  const found = validateRows(columns, rows, context)
  const worst = found.find(({ severity }) => severity === 'error') ?? found[0]
  if (worst === undefined) return null
  const label = columns.find((column) => column.element.id === worst.column)?.element.label ?? ''
  const where = fieldMessage('tableCell', { row: worst.row + 1, label })
  return issue(worst.severity, where + worst.message)
}
