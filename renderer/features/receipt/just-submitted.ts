const mark = 'receiptToPrint'

/** History state for the way from the submission to its receipt: it prints by itself once, and not at a reload. */
export const submittedState = { [mark]: true } as const

/** Whether this screen was reached by a submission just now; asking takes the mark away. */
export function takeJustSubmitted(): boolean {
  const state = window.history.state as Record<string, unknown> | null
  if (state?.[mark] !== true) return false
  const rest = { ...state }
  delete rest[mark]
  window.history.replaceState(rest, '')
  return true
}
