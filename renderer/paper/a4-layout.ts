import type { ReceiptBlock, ReceiptDocument } from '#devices/contract'

/** 标签 and 值, side by side. */
export interface Pair {
  readonly label: string
  readonly value: string
  readonly strong: boolean
  /** Too long for half a line. */
  readonly wide: boolean
}

/** A piece of the sheet. */
export type Part =
  | { readonly type: 'heading'; readonly text: string }
  | {
      readonly type: 'paragraph'
      readonly text: string
      readonly align: 'left' | 'center' | 'right'
      readonly size: 'normal' | 'large' | 'huge'
      readonly strong: boolean
    }
  | { readonly type: 'pairs'; readonly pairs: readonly Pair[] }
  | {
      readonly type: 'list'
      readonly items: readonly { readonly marker: string; readonly text: string }[]
      /** Short enough to stand side by side. */
      readonly columns: boolean
    }

export interface A4Layout {
  /** 演示 and the like, above the title. */
  readonly marks: readonly string[]
  readonly title: string
  readonly place: readonly string[]
  readonly code: { readonly data: string; readonly caption: string | null } | null
  readonly sections: readonly (readonly Part[])[]
}

const halfLineCharacters = 22
const shortItemCharacters = 18

/**
 * A slip's blocks as a sheet: the head apart, the QR code beside it, pairs in two columns, and a section from rule to rule.
 * The words are the slip's own, so that slip and sheet can never say different things.
 */
export function layOutA4({ blocks }: ReceiptDocument): A4Layout {
  const firstRule = blocks.findIndex(({ type }) => type === 'rule')
  const head = headOf(firstRule < 0 ? [] : blocks.slice(0, firstRule))
  const { code, rest } = withoutCode(firstRule < 0 ? blocks : blocks.slice(firstRule))
  // A slip says 演示 at both ends, because either may be torn off.
  const said = rest.filter((block) => block.type !== 'text' || !head.marks.includes(block.text))
  return { ...head, code, sections: sectionsOf(said) }
}

function headOf(blocks: readonly ReceiptBlock[]): Pick<A4Layout, 'marks' | 'title' | 'place'> {
  const texts = blocks.filter((block) => block.type === 'text')
  const title = texts.findIndex(({ size }) => size === 'large')
  return {
    marks: texts.slice(0, Math.max(0, title)).map(({ text }) => text),
    title: texts[title]?.text ?? '',
    place: texts.slice(title + 1).map(({ text }) => text),
  }
}

/** The first QR code, with the plain centred line below it as its caption. */
function withoutCode(blocks: readonly ReceiptBlock[]): Pick<A4Layout, 'code'> & { rest: ReceiptBlock[] } {
  const at = blocks.findIndex(({ type }) => type === 'qr')
  const found = blocks[at]
  if (found?.type !== 'qr') return { code: null, rest: [...blocks] }
  const below = blocks[at + 1]
  const isCaption =
    below?.type === 'text' && below.align === 'center' && (below.size ?? 'normal') === 'normal' && !below.bold
  return {
    code: { data: found.data, caption: isCaption ? below.text : null },
    rest: [...blocks.slice(0, at), ...blocks.slice(at + (isCaption ? 2 : 1))],
  }
}

function sectionsOf(blocks: readonly ReceiptBlock[]): Part[][] {
  const sections: Part[][] = [[]]
  for (const block of blocks) {
    if (block.type === 'rule') sections.push([])
    else sections.at(-1)?.push(...partOf(block))
  }
  return sections.map(joinNeighbours).filter((section) => section.length > 0)
}

function partOf(block: ReceiptBlock): Part[] {
  switch (block.type) {
    case 'text':
      return [textPart(block)]
    case 'pair': {
      const wide = [...block.label, ...block.value].length > halfLineCharacters
      return [
        {
          type: 'pairs',
          pairs: [{ label: block.label, value: block.value, strong: block.bold ?? false, wide }],
        },
      ]
    }
    case 'item':
      return [{ type: 'list', items: [{ marker: block.marker ?? '·', text: block.text }], columns: false }]
    default:
      return []
  }
}

function textPart({ text, align, size, bold }: Extract<ReceiptBlock, { type: 'text' }>): Part {
  const plain = (size ?? 'normal') === 'normal'
  if (bold && plain && (align ?? 'left') === 'left') return { type: 'heading', text }
  return {
    type: 'paragraph',
    text,
    align: align ?? 'left',
    size: plain ? 'normal' : size === 'large' ? 'huge' : 'large',
    strong: bold ?? false,
  }
}

/** Pairs that follow each other become one table, items one list. */
function joinNeighbours(parts: readonly Part[]): Part[] {
  const joined: Part[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (part.type === 'pairs' && last?.type === 'pairs') {
      joined[joined.length - 1] = { type: 'pairs', pairs: [...last.pairs, ...part.pairs] }
    } else if (part.type === 'list' && last?.type === 'list') {
      joined[joined.length - 1] = { ...last, items: [...last.items, ...part.items] }
    } else joined.push(part)
  }
  return joined.map((part) =>
    part.type === 'list'
      ? {
          ...part,
          columns:
            part.items.length > 3 && part.items.every(({ text }) => [...text].length <= shortItemCharacters),
        }
      : part,
  )
}
