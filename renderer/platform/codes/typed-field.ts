/** A field that text can be typed into, where there is one in focus. */
export function typedField(element: Element | null): HTMLInputElement | HTMLTextAreaElement | null {
  const isText =
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement &&
      /^(?:text|search|tel|url|email|number|password)$/.test(element.type))
  return isText && !element.readOnly && !element.disabled ? element : null
}

/** Line ends and tabs would jump out of a field of one line, and signs that turn the reading direction hide what is there. */
const unwanted = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu

/** A code as it is put into a field: on one line, without characters that nobody sees, no longer than the field takes. */
export function fieldText(code: string, field: HTMLInputElement | HTMLTextAreaElement): string {
  const text = code.replace(unwanted, ' ').trim()
  return field.maxLength < 0 ? text : [...text].slice(0, field.maxLength).join('')
}

/** Puts a code into the field where the cursor is, as if it had been typed. */
export function typeInto(field: HTMLInputElement | HTMLTextAreaElement, code: string): void {
  field.focus()
  // The one way that leaves the browser's own undo and maxlength at work, and tells the screen by an input event.
  document.execCommand('insertText', false, fieldText(code, field))
}

/** Remembers what stood in a field, to take away again what a scanner typed into it. */
export function rememberField(field: HTMLInputElement | HTMLTextAreaElement): () => void {
  const { value, selectionStart, selectionEnd } = field
  return () => {
    const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement
    // The element's own setter, past whatever a framework has put over it.
    Object.getOwnPropertyDescriptor(prototype.prototype, 'value')?.set?.call(field, value)
    if (selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
}
