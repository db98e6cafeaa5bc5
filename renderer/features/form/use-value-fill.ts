import { useDraft } from '#renderer/platform'
import { type CodeTable, type FieldKey, type FormSection, showValue, type ValueSource } from '#sync/model'
import { shallowRef, type ShallowRef } from 'vue'
import type { ValueConflict, ValueFill } from './offered-values.ts'

/** Fields that wait for the clerk's decision, with both values as people read them. */
export interface ConflictQuestion {
  readonly section: FormSection
  readonly from: 'card' | 'licence'
  readonly rows: readonly (ValueConflict & { readonly presentText: string; readonly offeredText: string })[]
}

export interface ValueFillControl {
  readonly question: Readonly<ShallowRef<ConflictQuestion | null>>
  /** Fills what is free and asks about the rest; gives how many fields say something that they did not say before. */
  readonly fill: (section: FormSection, from: ConflictQuestion['from'], found: ValueFill) => number
  /** Replaces the values of these keys by what is offered, the others stay; gives how many. */
  readonly decide: (take: ReadonlySet<FieldKey>) => number
}

/** Brings what a source says into the draft: what is free at once, what differs by the clerk's decision. */
export function useValueFill(
  codeTables: () => readonly CodeTable[],
  filled: (keys: readonly FieldKey[]) => void,
): ValueFillControl {
  const draft = useDraft()
  const question = shallowRef<ConflictQuestion | null>(null)

  function set(entries: readonly (readonly [FieldKey, { value: string; source: ValueSource }])[]): void {
    const bySource = new Map<ValueSource, Record<FieldKey, string>>()
    for (const [key, { value, source }] of entries)
      bySource.set(source, { ...bySource.get(source), [key]: value })
    for (const [source, values] of bySource) draft.setValues(values, source)
    filled(entries.map(([key]) => key))
  }

  return {
    question,
    fill(section, from, { fills, conflicts }) {
      const before = draft.values
      const entries = Object.entries(fills)
      set(entries)
      const fields = new Map(section.fields.map((field) => [field.key, field]))
      const read = (key: FieldKey, value: string): string => {
        const field = fields.get(key)
        return field === undefined ? value : showValue(field, value, codeTables())
      }
      if (conflicts.length > 0) {
        const rows = conflicts.map((conflict) => ({
          ...conflict,
          presentText: read(conflict.key, conflict.present),
          offeredText: read(conflict.key, conflict.offered.value),
        }))
        question.value = { section, from, rows }
      }
      return entries.filter(([key, { value }]) => before[key] !== value).length
    },
    decide(take) {
      const rows = (question.value?.rows ?? []).filter((row) => take.has(row.key))
      question.value = null
      if (rows.length > 0) set(rows.map((row) => [row.key, row.offered] as const))
      return rows.length
    },
  }
}
