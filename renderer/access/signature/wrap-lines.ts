/**
 * Breaks a text into lines of at most `widthPx`. Chinese may break anywhere but before closing punctuation, which is
 * enough for an attestation of a few sentences.
 */
export function wrapLines(text: string, widthPx: number, measure: (line: string) => number): string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    for (const character of paragraph) {
      const hangs = '，。；：、！？”）》'.includes(character)
      if (line !== '' && !hangs && measure(line + character) > widthPx) {
        lines.push(line)
        line = ''
      }
      line += character
    }
    lines.push(line)
  }
  return lines
}
