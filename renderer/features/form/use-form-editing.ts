import { useDraft } from '#renderer/platform'
import { localDay } from '#renderer/platform/receipts'
import {
  deriveValues,
  type FieldKey,
  type MergedField,
  normaliseValue,
  textsOf,
  validateForm,
} from '#sync/model'
import type { ComputedRef } from 'vue'
import { type FormCheck, useFormCheck } from './use-form-check.ts'
import type { OpenForm } from './use-merged-form.ts'

export interface FormEditing {
  readonly check: FormCheck
  readonly type: (field: MergedField, text: string) => void
  readonly leave: (field: MergedField) => void
  /** After values came from elsewhere than the keyboard. */
  readonly settled: (keys: readonly FieldKey[]) => void
}

/** What happens to a value between the key and the draft: written, brought to one spelling, derived from, checked. */
export function useFormEditing(open: ComputedRef<OpenForm | null>): FormEditing {
  const draft = useDraft()
  const textOf = (key: FieldKey): string => draft.draft?.values[key]?.value ?? ''

  const check = useFormCheck(
    () => {
      if (open.value === null || draft.draft === null) return []
      const facts = { answers: draft.draft.answers, values: textsOf(draft.draft.values) }
      return validateForm(open.value.theme, open.value.catalogue, open.value.form, facts, localDay())
    },
    (key) => textOf(key).trim() === '',
  )

  function derive(): void {
    if (open.value === null || draft.draft === null) return
    const derived = deriveValues(open.value.form, draft.draft.values)
    if (Object.keys(derived).length > 0) draft.setValues(textsOf(derived), 'derived')
  }

  return {
    check,
    type(field, text) {
      draft.setValues({ [field.key]: text }, 'typed')
      check.relax(field.key)
    },
    leave(field) {
      const before = textOf(field.key)
      const text = normaliseValue(field.element.format, before)
      if (text !== before)
        draft.setValues({ [field.key]: text }, draft.draft?.values[field.key]?.source ?? 'typed')
      derive()
      check.checkLeft(field.key)
    },
    settled(keys) {
      derive()
      for (const key of keys) check.checkLeft(key)
    },
  }
}
