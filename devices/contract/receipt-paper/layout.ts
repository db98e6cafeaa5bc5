import type { ReceiptBlock, ReceiptDocument } from '../receipt.ts'
import { columnsOf, textColumns } from './columns.ts'
import { fittingModule } from './qr-size.ts'

/** One printed line of text, cut to fit. */
export interface TextLine {
  readonly type: 'line'
  readonly text: string
  readonly align: 'left' | 'center' | 'right'
  /** Magnification of width and height. */
  readonly wide: 1 | 2
  readonly high: 1 | 2
  readonly bold: boolean
}

export interface QrMark {
  readonly type: 'qr'
  readonly data: string
  readonly moduleDots: number
}

/** A named bitmap of the printer's configuration, centred. */
export interface LogoMark {
  readonly type: 'logo'
  readonly name: string
}

/** What comes out of the printer, top to bottom. */
export type PrintElement = TextLine | QrMark | LogoMark

const plain = { align: 'left', wide: 1, high: 1, bold: false } as const
const defaultModuleDots = 6

/**
 * Cuts a receipt into lines for paper of `columns` half-width columns. No line is ever wider than the paper, and no
 * control character survives: text from a card or a form cannot reach the printer as a command.
 */
export function layOut(document: ReceiptDocument, columns: number): PrintElement[] {
  return document.blocks.flatMap((block) => layOutBlock(block, columns))
}

function layOutBlock(block: ReceiptBlock, columns: number): PrintElement[] {
  switch (block.type) {
    case 'text': {
      const wide = block.size === 'wide' || block.size === 'large' ? 2 : 1
      const high = block.size === 'tall' || block.size === 'large' ? 2 : 1
      const style = { align: block.align ?? 'left', wide, high, bold: block.bold ?? false } as const
      return wrap(block.text, Math.floor(columns / wide)).map((text) => ({ type: 'line', text, ...style }))
    }
    case 'pair':
      return layOutPair(block.label, block.value, columns).map((text) => ({
        type: 'line',
        text,
        ...plain,
        bold: block.bold ?? false,
      }))
    case 'item': {
      const marker = `${clean(block.marker ?? '·').join('')} `
      // A marker may not eat the line: what is too long to stand before text stands above it.
      const indent = Math.min(textColumns(marker), Math.floor(columns / 2))
      return wrap(block.text, columns - indent).map((text, index) => ({
        type: 'line',
        text: (index === 0 ? padMarker(marker, indent) : ' '.repeat(indent)) + text,
        ...plain,
      }))
    }
    case 'rule':
      return [
        {
          type: 'line',
          text: block.style === 'dashed' ? '-'.repeat(columns) : '─'.repeat(columns / 2),
          ...plain,
        },
      ]
    case 'qr':
      return layOutQr(block.data, block.moduleDots ?? defaultModuleDots, columns)
    case 'logo':
      return [{ type: 'logo', name: block.name }]
    case 'spacer':
      return Array.from({ length: block.lines }, () => ({ type: 'line', text: '', ...plain }))
  }
}

function padMarker(marker: string, indent: number): string {
  let kept = ''
  for (const character of marker) {
    if (textColumns(kept + character) > indent) break
    kept += character
  }
  return kept + ' '.repeat(indent - textColumns(kept))
}

function layOutPair(label: string, value: string, columns: number): string[] {
  const head = `${clean(label).join(' ')}：`
  const lines = clean(value)
  const single = lines.length === 1 ? head + (lines[0] ?? '') : null
  if (single !== null && textColumns(single) <= columns) return [single]
  const indent = 2
  return [...wrap(head, columns), ...wrap(value, columns - indent).map((line) => ' '.repeat(indent) + line)]
}

/** Printers look for real-time commands inside a code's data too. */
function layOutQr(text: string, wishedDots: number, columns: number): PrintElement[] {
  const data = text.replace(unseen, '')
  return data === '' ? [] : [{ type: 'qr', data, moduleDots: fittingModule(data, wishedDots, columns) }]
}

/** Control characters, and halves of characters that have no bytes. */
const unseen = /[\p{Cc}\p{Cs}]/gu

/** Lines of `text` without anything that is not to be seen. */
function clean(text: string): string[] {
  return text
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/u)
    .map((line) => line.replace(/\t/gu, ' ').replace(unseen, ''))
}

/** Marks of closing that must not begin a line (避头). */
const neverFirst = new Set('，。、；：？！）》」』】〉”’…％,.;:?!)]}%')

/**
 * Breaks text at `width` columns. Chinese breaks anywhere but before closing punctuation; a run of ASCII word
 * characters stays together where it fits on a line of its own.
 */
function wrap(text: string, width: number): string[] {
  return clean(text).flatMap((line) => wrapLine(line, width))
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = []
  let current: string[] = []
  let used = 0
  const breakAt = (index: number): void => {
    lines.push(current.slice(0, index).join('').replace(/ +$/u, ''))
    current = current.slice(index)
    while (current[0] === ' ') current.shift()
    used = textColumns(current.join(''))
  }
  for (const character of line) {
    const columns = columnsOf(character)
    while (current.length > 0 && used + columns > width) breakAt(breakPoint(current, character))
    current.push(character)
    used += columns
  }
  lines.push(current.join(''))
  return lines
}

/** Where to cut a full line so that `next` may follow on the new one. */
function breakPoint(full: readonly string[], next: string): number {
  const joins = (left: string | undefined, right: string): boolean =>
    neverFirst.has(right) || (isWord(left) && isWord(right))
  let index = full.length
  let right = next
  while (index > 0 && joins(full[index - 1], right)) {
    index -= 1
    right = full[index] ?? ''
  }
  // A word longer than the line is cut where the line ends.
  return index === 0 ? full.length : index
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /^[A-Za-z0-9]$/.test(character)
}
