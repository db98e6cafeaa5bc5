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

  // Not before the click: the page grows when the keys go, and the click would fall on what has moved under the finger.
  function onTouch(event: MouseEvent): void {
    const inside = event.target instanceof Element && event.target.closest('.touch-keyboard') !== null
    if (!inside) field.value = textFieldAt(event.target)
  }
  function onFocus(event: FocusEvent): void {
    const successor = textFieldAt(event.target)
    if (field.value !== null && successor !== null) field.value = successor
  }
  function onKey(event: KeyboardEvent): void {
    if (event.isTrusted) field.value = null
  }

  onMounted(() => {
    document.addEventListener('click', onTouch, { capture: true })
    document.addEventListener('focusin', onFocus)
    document.addEventListener('keydown', onKey, { capture: true })
  })
  onBeforeUnmount(() => {
    document.removeEventListener('click', onTouch, { capture: true })
    document.removeEventListener('focusin', onFocus)
    document.removeEventListener('keydown', onKey, { capture: true })
  })
  return { field, close: () => (field.value = null) }
}
