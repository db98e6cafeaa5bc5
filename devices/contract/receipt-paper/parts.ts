import type { ReceiptBlock, ReceiptDocument } from '../receipt.ts'
import { lineDots, type PaperFormat } from './geometry.ts'
import { layOut, type PrintElement } from './layout.ts'
import { qrModules } from './qr-size.ts'

/** How this copy is printed. */
export interface PartOptions {
  /** An original may exist already. */
  readonly reprint: boolean
  /** Names of the logos at the head of the receipt. */
  readonly headLogos: readonly string[]
}

/** What the paper says beyond the document. */
const words = {
  reprint: '重打件',
  reprintNote: '内容与原件相同，以原件为准',
  part: (at: number, of: number): string => `第 ${String(at)}/${String(of)} 张`,
  continues: '（接下一张）',
}
/** A logo is drawn at most this high, see the adapter's logo loader. */
const logoLines = 8
/** The head of a part: its number, the receipt's number on two lines at worst, a rule; and the line that says it goes on. */
const partFrameLines = 5

/**
 * A receipt as the pieces of paper that come out of the printer, top to bottom. Most are one piece; one of more than
 * `linesPerPart` lines becomes numbered parts, each with the receipt's number at its head, cut where a line ends.
 * A reprint says so on every part, so that no two originals exist.
 */
export function layOutParts(
  document: ReceiptDocument,
  paper: PaperFormat,
  { reprint, headLogos }: PartOptions,
): PrintElement[][] {
  const lines = (blocks: readonly ReceiptBlock[]): PrintElement[] =>
    layOut({ blocks: [...blocks] }, paper.columns)
  const logos: PrintElement[] = headLogos.map((name) => ({ type: 'logo', name }))
  const mark = reprint ? lines(reprintMark) : []
  const body = layOut(document, paper.columns)
  if (linesOf([...logos, ...mark, ...body]) <= paper.linesPerPart) return [[...logos, ...mark, ...body]]
  const room = paper.linesPerPart - linesOf([...logos, ...mark]) - partFrameLines
  const groups = fill(body, Math.max(1, room))
  return groups.map((group, index) => [
    ...(index === 0 ? logos : []),
    ...mark,
    ...lines(partHead(document.number, index + 1, groups.length)),
    ...group,
    ...(index + 1 < groups.length ? lines([{ type: 'text', text: words.continues, align: 'center' }]) : []),
  ])
}

const reprintMark: readonly ReceiptBlock[] = [
  { type: 'text', text: words.reprint, align: 'center', size: 'large', bold: true },
  { type: 'text', text: words.reprintNote, align: 'center' },
]

function partHead(number: string | undefined, at: number, of: number): ReceiptBlock[] {
  return [
    { type: 'text', text: words.part(at, of), align: 'center', bold: true },
    ...(number === undefined ? [] : [{ type: 'text', text: number, align: 'center' } as const]),
    { type: 'rule', style: 'dashed' },
  ]
}

/** As many elements to a group as its lines allow; a code is never cut through. */
function fill(elements: readonly PrintElement[], room: number): PrintElement[][] {
  const groups: PrintElement[][] = []
  let used = Infinity
  for (const element of elements) {
    const height = linesOf([element])
    if (used + height > room) {
      groups.push([])
      used = 0
    }
    groups.at(-1)?.push(element)
    used += height
  }
  return groups
}

function linesOf(elements: readonly PrintElement[]): number {
  return elements.reduce((sum, element) => sum + heightOf(element), 0)
}

function heightOf(element: PrintElement): number {
  switch (element.type) {
    case 'line':
      return element.high
    case 'qr':
      return Math.ceil((qrModules(element.data) * element.moduleDots) / lineDots) + 2
    case 'logo':
      return logoLines
  }
}
