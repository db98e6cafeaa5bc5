import type { FieldKey } from '#sync/model'
import { fieldId } from './field-control.ts'

/** Brings a field's control under the keys and into sight; of a row of choices the one that is chosen, else the first. */
export function focusFieldIn(root: HTMLElement | null, key: FieldKey): void {
  const control = root?.querySelector<HTMLElement>(`#${CSS.escape(fieldId(key))}`)
  const target = control?.matches('[role="radiogroup"]')
    ? (control.querySelector<HTMLElement>('[role="radio"][aria-checked="true"]') ??
      control.querySelector<HTMLElement>('[role="radio"]'))
    : control
  target?.focus()
  target?.scrollIntoView({ block: 'center' })
}
