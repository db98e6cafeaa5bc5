import type { ReceiptBlock } from '#devices/contract'
import type { TerminalInfo } from '#shell/contract'
import { wording } from './wording.ts'

/** Where a slip was printed; demonstration halls say so on every piece of paper. */
export type SlipOrigin = Pick<TerminalInfo, 'site' | 'demonstration'>

/** Title, hall and window: the top of every slip. */
export function slipHead(title: string, origin: SlipOrigin): ReceiptBlock[] {
  const mark: ReceiptBlock[] = origin.demonstration
    ? [{ type: 'text', text: wording.demonstration, align: 'center', bold: true }]
    : []
  return [
    ...mark,
    { type: 'text', text: title, align: 'center', size: 'large', bold: true },
    { type: 'text', text: wording.at(origin.site.name, origin.site.place), align: 'center' },
    { type: 'rule' },
  ]
}

/** A heading with its list; nothing at all where the list is empty. */
export function slipList(heading: string, lines: readonly string[], marker?: string): ReceiptBlock[] {
  if (lines.length === 0) return []
  return [
    { type: 'text', text: heading, bold: true },
    ...lines.map((text): ReceiptBlock => ({
      type: 'item',
      text,
      ...(marker === undefined ? {} : { marker }),
    })),
  ]
}

/** The last lines of every slip. */
export function slipFoot(origin: SlipOrigin): ReceiptBlock[] {
  const phone: ReceiptBlock[] =
    origin.site.phone === undefined ? [] : [{ type: 'pair', label: wording.phone, value: origin.site.phone }]
  const mark: ReceiptBlock[] = origin.demonstration
    ? [{ type: 'text', text: wording.demonstration, align: 'center', bold: true }]
    : []
  return [...phone, ...mark]
}

/** A hint in brackets after a name; nothing for no hint. */
export function withNote(name: string, ...notes: readonly (string | undefined)[]): string {
  const said = notes.filter((note): note is string => note !== undefined && note !== '')
  return said.length === 0 ? name : `${name}（${said.join('，')}）`
}
