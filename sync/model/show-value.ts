import type { CodeTable } from './data-element.ts'
import type { MergedField } from './form.ts'
import { readRows } from './table.ts'

/** A value as people read it: a code's label, 是/否, a date in Chinese, a number with its unit, a table row by row. */
export function showValue(
  field: { readonly element: Pick<MergedField['element'], 'format'> } & Pick<MergedField, 'columns'>,
  value: string,
  codeTables: readonly CodeTable[],
): string {
  const { format } = field.element
  switch (format.kind) {
    case 'code': {
      const table = codeTables.find((candidate) => candidate.id === format.table)
      return table?.entries.find((entry) => entry.code === value)?.label ?? value
    }
    case 'yesNo':
      return value === 'yes' ? '是' : value === 'no' ? '否' : value
    case 'date': {
      const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
      return match === null ? value : `${match[1]}年${Number(match[2])}月${Number(match[3])}日`
    }
    case 'number':
      return format.unit === undefined ? value : `${value} ${format.unit}`
    case 'money':
      return `${value} 元`
    case 'table':
      return (readRows(value) ?? [])
        .map((row, at) => {
          const cells = (field.columns ?? []).flatMap((column) => {
            const text = row[column.element.id] ?? ''
            return text === '' ? [] : [`${column.element.label} ${showValue(column, text, codeTables)}`]
          })
          return `${at + 1}. ${cells.join('，')}`
        })
        .join('；')
    default:
      return value
  }
}
