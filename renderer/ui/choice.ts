/** One thing to choose from. */
export interface Choice {
  readonly value: string
  readonly label: string
  readonly hint?: string | undefined
}

/** Keeps the choices whose label or hint holds every word of the query, in their order. */
export function filterChoices(choices: readonly Choice[], query: string): readonly Choice[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return choices
  return choices.filter((choice) => {
    const text = `${choice.label} ${choice.hint ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
