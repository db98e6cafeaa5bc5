import { localDay } from '#renderer/platform/receipts'
import {
  type CellIssue,
  type MergedField,
  normaliseValue,
  readRows,
  type TableRow,
  validateRows,
  writeRows,
} from '#sync/model'
import { computed, type ComputedRef, ref, type Ref, watch } from 'vue'
import { useFormContext } from './form-context.ts'

export interface TableRows {
  readonly rows: Ref<readonly TableRow[]>
  /** The row that is open for writing; null when all are closed. */
  readonly open: Ref<number | null>
  readonly issuesOf: (row: number) => readonly CellIssue[]
  /** The finding beside a cell of the open row, once the cell was left. */
  readonly issueOf: (column: string) => CellIssue | undefined
  readonly isFull: ComputedRef<boolean>
  readonly add: () => void
  readonly remove: (row: number) => void
  readonly write: (column: string, text: string) => void
  /** A cell is done with for now: canonical spelling, then the check. */
  readonly leave: (column: string) => void
  readonly close: () => void
  readonly openRow: (row: number) => void
  /** Adds rows that came from elsewhere. @returns how many had room */
  readonly take: (more: readonly TableRow[]) => number
}

/** The rows of one table while they are being written. Empty rows stay on screen and are not kept. */
export function useTableRows(
  props: { readonly field: MergedField; readonly value: string },
  changed: (value: string) => void,
): TableRows {
  const context = useFormContext()
  const columns = computed(() => props.field.columns ?? [])
  const written = (): string => writeRows(columns.value, rows.value)
  const rows = ref<readonly TableRow[]>(readRows(props.value) ?? [])
  const open = ref<number | null>(null)
  const left = ref<ReadonlySet<string>>(new Set())
  // Somebody else wrote the value: the draft was reopened, or values were carried over.
  watch(
    () => props.value,
    (value) => {
      if (value !== written()) rows.value = readRows(value) ?? []
    },
  )
  const most = computed(() => {
    const { format } = props.field.element
    return format.kind === 'table' ? format.maxRows : 0
  })
  const issues = computed(() =>
    validateRows(columns.value, rows.value, {
      today: localDay(),
      codeTables: columns.value.flatMap(({ element }) =>
        element.format.kind === 'code' ? (context.codeTable(element.format.table) ?? []) : [],
      ),
    }),
  )
  const issuesOf = (row: number): readonly CellIssue[] => issues.value.filter((issue) => issue.row === row)

  function put(next: readonly TableRow[]): void {
    rows.value = next
    changed(written())
  }
  function openRow(row: number | null): void {
    open.value = row
    // A row that was filled in before is judged at once; a new one is left in peace.
    const filled = row === null ? {} : (rows.value[row] ?? {})
    left.value = new Set(
      Object.keys(filled).length === 0 ? [] : columns.value.map(({ element }) => element.id),
    )
  }
  function write(column: string, text: string): void {
    const at = open.value
    put(rows.value.map((row, index) => (index === at ? { ...row, [column]: text } : row)))
  }
  const isEmpty = (row: TableRow): boolean => Object.values(row).every((text) => text.trim() === '')

  return {
    rows,
    open,
    issuesOf,
    issueOf: (column) =>
      open.value === null || !left.value.has(column)
        ? undefined
        : issuesOf(open.value).find((issue) => issue.column === column),
    isFull: computed(() => rows.value.length >= most.value),
    add() {
      const kept = rows.value.filter((row) => !isEmpty(row))
      rows.value = [...kept, {}]
      openRow(kept.length)
    },
    remove(row) {
      openRow(null)
      put(rows.value.filter((_, index) => index !== row))
    },
    write,
    leave(column) {
      const at = open.value
      const format = columns.value.find(({ element }) => element.id === column)?.element.format
      if (at === null || format === undefined) return
      const before = rows.value[at]?.[column] ?? ''
      const text = normaliseValue(format, before)
      if (text !== before) write(column, text)
      if (text !== '') left.value = new Set([...left.value, column])
    },
    close() {
      const at = open.value
      openRow(null)
      if (at !== null && isEmpty(rows.value[at] ?? {})) put(rows.value.filter((_, index) => index !== at))
    },
    openRow,
    take(more) {
      openRow(null)
      const kept = rows.value.filter((row) => !isEmpty(row))
      const taken = more.slice(0, Math.max(0, most.value - kept.length))
      put([...kept, ...taken])
      return taken.length
    },
  }
}
