import { situationsOf } from '#sync/catalogue'
import { sampleValues } from '#sync/catalogue/samples'
import {
  type Catalogue,
  type ElementFormat,
  fieldsOf,
  makeNotice,
  type MergedField,
  mergeForm,
  type Notice,
  readRows,
  type TableRow,
  type Theme,
} from '#sync/model'

/** One invented applicant of one theme, as a clerk meets them. */
export interface ThemeCase {
  readonly theme: Theme
  readonly answers: Readonly<Record<string, string>>
  readonly notice: Notice
  /** What to type or choose, by field key, as it stands on screen. */
  readonly typed: Readonly<Record<string, string>>
  /** A field with a check and a value that fails it; null where the theme asks for nothing that can be checked. */
  readonly mistake: { readonly key: string; readonly typed: string } | null
}

/** Another last character: what a slip of the finger makes of a number with a check character. */
function slipped(text: string): string {
  const last = text.at(-1) === '1' ? '2' : '1'
  return text.slice(0, -1) + last
}

const mistakes: Partial<Record<ElementFormat['kind'], (right: string) => string>> = {
  residentId: slipped,
  identityNumber: slipped,
  creditCode: slipped,
  bankCard: slipped,
  mobile: (right) => right.slice(0, 8),
}

function asTyped(
  catalogue: Catalogue,
  field: Pick<MergedField, 'element' | 'columns'>,
  value: string,
): string {
  const { format } = field.element
  switch (format.kind) {
    case 'code': {
      const table = catalogue.codeTables.find(({ id }) => id === format.table)
      return table?.entries.find(({ code }) => code === value)?.label ?? value
    }
    case 'yesNo':
      return value === 'yes' ? '是' : '否'
    case 'date':
      return value.replaceAll('-', '')
    case 'time':
      return value.replace(':', '')
    case 'table':
      return JSON.stringify((readRows(value) ?? []).map((row) => typedRow(catalogue, field, row)))
    default:
      return value
  }
}

function typedRow(
  catalogue: Catalogue,
  { columns = [] }: Pick<MergedField, 'columns'>,
  row: TableRow,
): TableRow {
  return Object.fromEntries(
    columns.flatMap(({ element }): [string, string][] => {
      const text = row[element.id]
      return text === undefined ? [] : [[element.id, asTyped(catalogue, { element }, text)]]
    }),
  )
}

/**
 * An applicant of a theme in one of its situations.
 * @param answers which situation; the one that asks for the most fields where absent
 * @param instead values that differ from the invented ones, by field key, in their canonical spelling
 * @param today `YYYY-MM-DD`
 */
export function themeCase(
  catalogue: Catalogue,
  theme: Theme,
  today: string,
  given?: Readonly<Record<string, string>>,
  instead: Readonly<Record<string, string>> = {},
): ThemeCase {
  const fieldsIn = (answers: Readonly<Record<string, string>>): number =>
    mergeForm(theme, catalogue, { answers, values: {} }).fieldsMerged
  const answers =
    given ?? situationsOf(theme).reduce((most, next) => (fieldsIn(next) > fieldsIn(most) ? next : most))
  const values = { ...sampleValues(theme, catalogue, answers, today), ...instead }
  const fields = fieldsOf(mergeForm(theme, catalogue, { answers, values }))
  const checked = fields.find(
    ({ element, key }) => mistakes[element.format.kind] !== undefined && values[key],
  )
  const typed = fields.flatMap((field) => {
    const value = values[field.key]
    return value === undefined ? [] : [[field.key, asTyped(catalogue, field, value)] as const]
  })
  return {
    theme,
    answers,
    notice: makeNotice(theme, { answers, values }),
    typed: Object.fromEntries(typed),
    mistake:
      checked === undefined
        ? null
        : {
            key: checked.key,
            typed: mistakes[checked.element.format.kind]?.(values[checked.key] ?? '') ?? '',
          },
  }
}
