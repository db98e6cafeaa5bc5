/** A part of what is declared, with its heading. */
export interface DeclarationPart {
  readonly heading: string
  readonly lines: readonly { readonly label: string; readonly value: string }[]
}

/** The canonical text, arranged for reading. */
export interface Declaration {
  readonly title: string
  readonly parts: readonly DeclarationPart[]
}

const digest = /[0-9a-f]{64}/g

/** `母亲 姓名：林一诺` as label and value; a line without a colon is all value. File digests become a count of pages. */
function splitLine(line: string, pages: (count: number) => string): { label: string; value: string } {
  const count = line.match(digest)?.length ?? 0
  const readable = count === 0 ? line : line.replace(/[0-9a-f]{64}(?:、[0-9a-f]{64})*/, () => pages(count))
  const colon = readable.indexOf('：')
  return colon < 0
    ? { label: '', value: readable }
    : { label: readable.slice(0, colon), value: readable.slice(colon + 1) }
}

/**
 * Arranges the text that signedText (sync/model) gives: its numbered headings, and under each its lines. Nothing is
 * left out but the files' digests, which the view shows in full on request.
 * @param pages words for a number of scanned pages
 */
export function arrangeDeclaration(text: string, pages: (count: number) => string): Declaration {
  const [title = '', ...rest] = text.split('\n')
  const parts: { heading: string; lines: { label: string; value: string }[] }[] = []
  for (const line of rest) {
    if (/^[一二三四五六七八九十]、/.test(line)) parts.push({ heading: line, lines: [] })
    else parts.at(-1)?.lines.push(splitLine(line, pages))
  }
  return { title, parts: parts.filter((part) => part.lines.length > 0) }
}
