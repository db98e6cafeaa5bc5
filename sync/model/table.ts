import { z } from 'zod'
import type { DataElement, ElementFormat } from './data-element.ts'

export type TableFormat = Extract<ElementFormat, { kind: 'table' }>

/** One column of a 名册. */
export interface TableColumn {
  readonly element: DataElement
  readonly required: boolean
}

/** Cells by the id of their element; an empty cell is not there. */
export type TableRow = Readonly<Record<string, string>>

const rowsSchema = z.array(z.record(z.string().max(60), z.string().max(500))).max(300)

/** The rows of a table's value, none of an empty one; null for a text that is no table. */
export function readRows(value: string): readonly TableRow[] | null {
  if (value === '') return []
  try {
    return rowsSchema.parse(JSON.parse(value))
  } catch {
    return null
  }
}

/**
 * The one spelling of a table as a form's value: a JSON list of rows, cells in the order of the columns, nothing empty
 * in it, so that the same table is the same text on every machine. A table without rows is the empty value.
 */
export function writeRows(columns: readonly TableColumn[], rows: readonly TableRow[]): string {
  const kept = rows.flatMap((row) => {
    const cells = columns.flatMap(({ element }): [string, string][] => {
      const text = (row[element.id] ?? '').trim()
      return text === '' ? [] : [[element.id, text]]
    })
    return cells.length === 0 ? [] : [Object.fromEntries(cells)]
  })
  return kept.length === 0 ? '' : JSON.stringify(kept)
}

/**
 * The columns of a table out of the dictionary.
 * @throws Error when the dictionary lacks one: the catalogue's check refuses that.
 */
export function columnsOf(
  format: TableFormat,
  elements: ReadonlyMap<string, DataElement>,
): readonly TableColumn[] {
  return format.columns.map((written) => {
    const id = written.replace(/\?$/, '')
    const element = elements.get(id)
    if (element === undefined) throw new Error(`a table has a column of an unknown data element ${id}`)
    return { element, required: id === written }
  })
}
