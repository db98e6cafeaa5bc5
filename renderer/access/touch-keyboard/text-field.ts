/** A field that takes text. */
export type TextField = HTMLInputElement | HTMLTextAreaElement

export type KeySet = 'pinyin' | 'letters' | 'digits'

const textTypes = ['text', 'search', 'tel', 'password', 'email', 'number', 'url']

/** The field that was touched, if text can be typed into it. */
export function textFieldAt(target: EventTarget | null): TextField | null {
  if (target instanceof HTMLTextAreaElement) return target.readOnly || target.disabled ? null : target
  if (!(target instanceof HTMLInputElement) || !textTypes.includes(target.type)) return null
  return target.readOnly || target.disabled ? null : target
}

/** Which keys a field most likely wants first. */
export function keysFor(field: TextField): KeySet {
  if (field.type === 'password' || field.type === 'email') return 'letters'
  const numbers = ['numeric', 'decimal', 'tel'].includes(field.inputMode)
  return numbers || field.classList.contains('digits') ? 'digits' : 'pinyin'
}

/**
 * Types as a hand on a keyboard would: at the caret, over what is marked, within the field's longest length, undone by undo, and told to
 * the page by the usual events. `execCommand` is the only way to all of this that Chromium has.
 */
export function typeInto(field: TextField, text: string): void {
  field.focus()
  document.execCommand('insertText', false, text)
}

export function eraseIn(field: TextField): void {
  field.focus()
  document.execCommand('delete')
}
