import { onBeforeUnmount, onMounted, type ShallowRef, shallowRef } from 'vue'
import { type TextField, textFieldAt } from './text-field.ts'

/**
 * The text field that somebody touched last, until they touch something else. A key of a real keyboard says that there is
 * one: nobody needs this one then.
 */
export function useTouchedField(): {
  readonly field: ShallowRef<TextField | null>
  readonly close: () => void
} {
  const field = shallowRef<TextField | null>(null)

  // Not before the click, by focus or press: the page moves when the keys come or go, and the click would fall on something else.
  function onTouch(event: MouseEvent): void {
    const inside = event.target instanceof Element && event.target.closest('.touch-keyboard') !== null
    if (!inside) field.value = textFieldAt(event.target)
  }
  function onKey(event: KeyboardEvent): void {
    if (event.isTrusted) field.value = null
  }

  onMounted(() => {
    document.addEventListener('click', onTouch, { capture: true })
    document.addEventListener('keydown', onKey, { capture: true })
  })
  onBeforeUnmount(() => {
    document.removeEventListener('click', onTouch, { capture: true })
    document.removeEventListener('keydown', onKey, { capture: true })
  })
  return { field, close: () => (field.value = null) }
}
