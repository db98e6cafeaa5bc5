import type { FormValues, MergedField } from '#sync/model'

/** How far a form or a section is. */
export interface FormProgress {
  readonly filled: number
  readonly total: number
  readonly requiredLeft: number
}

/** Counts filled fields and required ones that are still empty. */
export function progressOf(fields: readonly MergedField[], values: FormValues): FormProgress {
  const isFilled = (field: MergedField): boolean => (values[field.key]?.value ?? '').trim() !== ''
  return {
    filled: fields.filter(isFilled).length,
    total: fields.length,
    requiredLeft: fields.filter((field) => field.required && !isFilled(field)).length,
  }
}
