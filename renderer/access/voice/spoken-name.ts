/** How a control is called when the keys come to it: by its label, with what it holds or whether it is chosen. */
export interface SpokenWords {
  readonly chosen: string
  readonly button: string
  readonly empty: string
}

function textOf(element: Element | null | undefined): string {
  return (element?.textContent ?? '').trim().replace(/\s+/g, ' ')
}

function labelOf(element: HTMLElement): string {
  const own = element.getAttribute('aria-label')
  if (own !== null) return own
  const named = element.getAttribute('aria-labelledby')
  if (named !== null)
    return named
      .split(' ')
      .map((id) => textOf(document.getElementById(id)))
      .join(' ')
  const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined
  return label === undefined ? textOf(element) : textOf(label)
}

/** What is said of the element that has the focus; empty where there is nothing to say. A password is never said. */
export function spokenName(element: HTMLElement, words: SpokenWords): string {
  const label = labelOf(element)
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    if (element.type === 'password') return label
    if (element.type === 'checkbox')
      return element instanceof HTMLInputElement && element.checked ? `${label}，${words.chosen}` : label
    return `${label}，${element.value === '' ? words.empty : element.value}`
  }
  if (element.getAttribute('role') === 'radio')
    return element.getAttribute('aria-checked') === 'true' ? `${label}，${words.chosen}` : label
  return element instanceof HTMLButtonElement && label !== '' ? `${label}，${words.button}` : ''
}
