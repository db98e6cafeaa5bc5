import { z } from 'zod'
import type { DataElement } from './data-element.ts'
import type { TableColumn } from './table.ts'

/** `subject.element`, e.g. `mother.name`: the one key under which a datum is asked, kept and sent. */
export type FieldKey = string

/** Where a value came from, best first; shown beside it as a badge. */
export const valueSources = ['card', 'licence', 'shared', 'earlier', 'typed', 'derived'] as const
export type ValueSource = (typeof valueSources)[number]

/** Room for a table of three hundred rows; every other format keeps to its own, much smaller limit. */
export const longestValue = 100_000

/**
 * One value of the form. All values are text in one canonical spelling: dates `YYYY-MM-DD`, times `HH:MM`,
 * numbers in decimal notation, yes/no as `yes`/`no`, codes as their table's code, tables as their rows (see writeRows).
 */
export const fieldEntrySchema = z.strictObject({
  value: z.string().max(longestValue),
  source: z.enum(valueSources),
})
export type FieldEntry = z.infer<typeof fieldEntrySchema>

/** The form's values by field key. */
export const formValuesSchema = z.record(z.string().max(100), fieldEntrySchema)
export type FormValues = z.infer<typeof formValuesSchema>

/** One question of the one form, with all matters that use its answer. */
export interface MergedField {
  readonly key: FieldKey
  readonly subject: string
  readonly element: DataElement
  readonly label: string
  readonly required: boolean
  /** Ids of the matters that receive this value. */
  readonly matters: readonly string[]
  /** Of a table only: what its rows are made of. */
  readonly columns?: readonly TableColumn[]
}

/** The fields that speak of one subject. */
export interface FormSection {
  readonly subject: string
  readonly label: string
  readonly readsCard: boolean
  readonly fields: readonly MergedField[]
}

/** 一次表单: the union of all fields of the situation's matters, each asked once. */
export interface MergedForm {
  readonly sections: readonly FormSection[]
  /** How many fields the matters' own forms would have had together. */
  readonly fieldsSum: number
  readonly fieldsMerged: number
}

/** A finding on one field: `error` stops the submission, `warning` asks for a second look. */
export interface FieldIssue {
  readonly field: FieldKey
  readonly severity: 'error' | 'warning'
  /** A plain Chinese sentence that says what is wrong and what would be right. */
  readonly message: string
}
