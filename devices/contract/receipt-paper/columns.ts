/** Columns that a character takes: ASCII one, marks that sit on another none, everything else two. */
export function columnsOf(character: string): number {
  const codePoint = character.codePointAt(0) ?? 0
  if (codePoint < 0x7f) return 1
  return /^[\p{Mn}\p{Me}\p{Cf}]$/u.test(character) ? 0 : 2
}

/** Columns that a text takes. */
export function textColumns(text: string): number {
  let columns = 0
  for (const character of text) columns += columnsOf(character)
  return columns
}
