import type { PrinterCommand } from './command-reader.ts'

/** A run of characters of one size and weight. */
export interface Span {
  readonly text: string
  readonly columns: number
  readonly wide: number
  readonly high: number
  readonly bold: boolean
}

/** What is on the paper, top to bottom. */
export type PaperMark =
  | { readonly type: 'line'; readonly align: 'left' | 'center' | 'right'; readonly spans: readonly Span[] }
  | {
      readonly type: 'raster'
      readonly widthBytes: number
      readonly height: number
      readonly bits: Uint8Array
    }
  | {
      readonly type: 'qr'
      readonly align: 'left' | 'center' | 'right'
      readonly data: string
      readonly moduleDots: number
      readonly level: 'L' | 'M' | 'Q' | 'H'
    }
  | { readonly type: 'feed'; readonly dots: number }

const columnDots = 12
export const lineDots = 30

interface Size {
  wide: number
  high: number
}

/** Turns commands into marks on the paper, holding the state that ESC/POS commands set. */
export class Typesetter {
  chineseMode = true
  readonly #widthColumns: number
  #align: 'left' | 'center' | 'right' = 'left'
  #bold = false
  #oneByte: Size = { wide: 1, high: 1 }
  #twoByte: Size = { wide: 1, high: 1 }
  #moduleDots = 3
  #level: 'L' | 'M' | 'Q' | 'H' = 'L'
  #symbol = ''
  #line: Span[] = []
  #lineColumns = 0

  constructor(widthDots: number) {
    this.#widthColumns = Math.floor(widthDots / columnDots)
  }

  /** @returns what this command put on the paper */
  apply(command: PrinterCommand): PaperMark[] {
    switch (command.type) {
      case 'initialize':
        this.#reset()
        return []
      case 'character':
        return this.#addCharacter(command.text, command.twoByte)
      case 'line-feed':
        return [this.#endLine()]
      case 'feed-lines':
        return [...this.#flush(), { type: 'feed', dots: command.lines * lineDots }]
      case 'feed-dots':
        return [...this.#flush(), { type: 'feed', dots: command.dots }]
      case 'align':
        this.#align = command.align
        return []
      case 'bold':
        this.#bold = command.on
        return []
      case 'size':
        this.#setSize(command)
        return []
      case 'chinese-mode':
        this.chineseMode = command.on
        return []
      case 'raster':
        return [...this.#flush(), command]
      case 'qr-module':
        this.#moduleDots = command.dots
        return []
      case 'qr-level':
        this.#level = command.level
        return []
      case 'qr-store':
        this.#symbol = new TextDecoder().decode(command.data)
        return []
      case 'qr-print':
        return this.#printSymbol()
      default:
        return []
    }
  }

  #reset(): void {
    this.#align = 'left'
    this.#bold = false
    this.#oneByte = { wide: 1, high: 1 }
    this.#twoByte = { wide: 1, high: 1 }
    this.#line = []
    this.#lineColumns = 0
    this.chineseMode = true
  }

  #setSize({ zone, wide, high }: Extract<PrinterCommand, { type: 'size' }>): void {
    if (zone === 'one-byte') this.#oneByte = { wide, high }
    else this.#twoByte = { wide, high }
  }

  #addCharacter(text: string, twoByte: boolean): PaperMark[] {
    const { wide, high } = twoByte ? this.#twoByte : this.#oneByte
    const columns = (twoByte ? 2 : 1) * wide
    // The print head is as wide as it is: what does not fit begins a line of its own.
    const marks = this.#lineColumns + columns > this.#widthColumns ? [this.#endLine()] : []
    this.#line.push({ text, columns, wide, high, bold: this.#bold })
    this.#lineColumns += columns
    return marks
  }

  #printSymbol(): PaperMark[] {
    const { align } = { align: this.#align }
    const mark = {
      type: 'qr',
      align,
      data: this.#symbol,
      moduleDots: this.#moduleDots,
      level: this.#level,
    } as const
    return [...this.#flush(), mark]
  }

  #flush(): PaperMark[] {
    return this.#line.length === 0 ? [] : [this.#endLine()]
  }

  #endLine(): PaperMark {
    const mark = { type: 'line', align: this.#align, spans: joinSpans(this.#line) } as const
    this.#line = []
    this.#lineColumns = 0
    return mark
  }
}

function joinSpans(characters: readonly Span[]): Span[] {
  const spans: Span[] = []
  for (const character of characters) {
    const last = spans.at(-1)
    if (last?.wide === character.wide && last.high === character.high && last.bold === character.bold) {
      spans[spans.length - 1] = {
        ...last,
        text: last.text + character.text,
        columns: last.columns + character.columns,
      }
    } else spans.push(character)
  }
  return spans
}

/** A receipt as plain text: what a person would read from it. */
export function toPlainText(marks: readonly PaperMark[]): string {
  return marks
    .flatMap((mark) => {
      switch (mark.type) {
        case 'line':
          return [mark.spans.map((span) => span.text).join('')]
        case 'qr':
          return [`[QR ${mark.data}]`]
        case 'raster':
          return [`[raster ${String(mark.widthBytes * 8)}x${String(mark.height)}]`]
        case 'feed':
          return []
      }
    })
    .join('\n')
}
