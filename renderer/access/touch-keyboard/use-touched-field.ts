import { onBeforeUnmount, onMounted, type ShallowRef, shallowRef } from 'vue'
import { type TextField, textFieldAt } from './text-field.ts'

/**
 * The text field that somebody touched, and its successors for as long as they go on by touch. A key of a real keyboard says that there is
 * one: nobody needs this one then.
 */
export function useTouchedField(): {
  readonly field: ShallowRef<TextField | null>
  readonly close: () => void
} {
  const field = shallowRef<TextField | null>(null)

  function onTouch(event: PointerEvent): void {
    const inside = event.target instanceof Element && event.target.closest('.touch-keyboard') !== null
    if (!inside) field.value = textFieldAt(event.target)
  }
  function onFocus(event: FocusEvent): void {
    if (field.value !== null) field.value = textFieldAt(event.target)
  }
  function onKey(event: KeyboardEvent): void {
    if (event.isTrusted) field.value = null
  }

  onMounted(() => {
    document.addEventListener('pointerup', onTouch, { capture: true })
    document.addEventListener('focusin', onFocus)
    document.addEventListener('keydown', onKey, { capture: true })
  })
  onBeforeUnmount(() => {
    document.removeEventListener('pointerup', onTouch, { capture: true })
    document.removeEventListener('focusin', onFocus)
    document.removeEventListener('keydown', onKey, { capture: true })
  })
  return { field, close: () => (field.value = null) }
}
