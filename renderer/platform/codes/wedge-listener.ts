import { rememberField, typedField } from './typed-field.ts'
import { WedgeDetector } from './wedge-detector.ts'

/** Who hears of what a scanner typed. */
export interface WedgeEars {
  /** @returns what a screen does with the code; null where none has a use for it, and it stays typed text */
  readonly claim: (text: string) => (() => void) | null
  /** Nobody has a use for it, and no field was there to take it as text. */
  readonly unclaimed: () => void
}

/**
 * Listens for scanners that type. In a field the characters appear as they are typed, and go again if a screen takes the
 * code; outside of one they are kept from buttons and shortcuts, which a stranger's code must not press.
 * @returns a function that ends listening
 */
export function listenForWedge(ears: WedgeEars): () => void {
  const detector = new WedgeDetector()
  let restore: (() => void) | null = null
  let inField = false

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) {
      detector.reset()
      return
    }
    const verdict = detector.press(event.key, event.timeStamp)
    if (verdict.type === 'first') {
      const field = typedField(document.activeElement)
      inField = field !== null
      restore = field === null ? null : rememberField(field)
    }
    if (verdict.type === 'burst' && !inField) hold(event)
    if (verdict.type === 'scan') end(event, verdict.text)
  }

  function end(event: KeyboardEvent, text: string): void {
    const take = ears.claim(text)
    if (take === null && inField) return
    hold(event)
    // Taken away before it is given on, lest a screen find its own field full of it.
    restore?.()
    restore = null
    if (take === null) ears.unclaimed()
    else take()
  }

  const reset = (): void => {
    detector.reset()
  }
  window.addEventListener('keydown', onKeyDown, { capture: true })
  window.addEventListener('pointerdown', reset, { capture: true })
  window.addEventListener('blur', reset)
  return () => {
    window.removeEventListener('keydown', onKeyDown, { capture: true })
    window.removeEventListener('pointerdown', reset, { capture: true })
    window.removeEventListener('blur', reset)
  }
}

function hold(event: KeyboardEvent): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}
