import type { CodeTable, DataElement } from './data-element.ts'

/** A value as people read it: a code's label, 是/否, a date in Chinese, a number with its unit. */
export function showValue(
  element: Pick<DataElement, 'format'>,
  value: string,
  codeTables: readonly CodeTable[],
): string {
  const { format } = element
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
    default:
      return value
  }
}
