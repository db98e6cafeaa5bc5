/** Text that is HTML already. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What may stand in a template: text is escaped, HTML is not, nothing is nothing. */
export type Piece = string | number | Html | null | readonly Piece[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function shown(piece: Piece): string {
  if (piece === null) return ''
  if (piece instanceof Html) return piece.text
  if (typeof piece === 'string') return piece.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '')
  return typeof piece === 'number' ? String(piece) : piece.map(shown).join('')
}

/** HTML from a template; whatever is put into it is escaped. Attributes are always written in quotes. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(strings.map((text, at) => text + shown(pieces[at] ?? null)).join(''))
}
