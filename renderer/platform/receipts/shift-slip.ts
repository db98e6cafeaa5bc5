import type { ReceiptBlock, ReceiptDocument } from '#devices/contract'
import type { ShiftCounts } from '#shell/contract'
import { type SlipOrigin, slipFoot, slipHead, slipList, withNote } from './paper-blocks.ts'
import { paperDate, paperTime } from './paper-dates.ts'
import { wording } from './wording.ts'

/** A receipt number with the day by which something is due. */
interface SlipLeftOver {
  readonly receiptNumber: string
  readonly dueDate: string | null
}

const kinds = ['taken', 'waiting', 'refused', 'tasks', 'promised', 'drafts'] as const

/** 交接班单: what an operator leaves to the next one; numbers only, so that it may lie on a desk. */
export function shiftSlip(facts: {
  readonly origin: SlipOrigin
  readonly operator: { readonly id: string; readonly name: string }
  /** ISO time. */
  readonly at: string
  readonly counts: ShiftCounts
  readonly refused: readonly SlipLeftOver[]
  readonly tasks: readonly SlipLeftOver[]
  readonly promised: readonly SlipLeftOver[]
}): ReceiptDocument {
  const { origin, operator, at, counts } = facts
  const lines = (left: readonly SlipLeftOver[]): string[] =>
    left.map(({ receiptNumber, dueDate }) =>
      withNote(receiptNumber, dueDate === null ? undefined : wording.dueBy(paperDate(dueDate))),
    )
  return {
    blocks: [
      ...slipHead(wording.shiftTitle, origin),
      { type: 'pair', label: wording.shiftFrom, value: `${operator.name} ${operator.id}` },
      { type: 'pair', label: wording.shiftAt, value: paperTime(at) },
      { type: 'rule', style: 'dashed' },
      ...kinds.map((kind): ReceiptBlock => ({
        type: 'pair',
        label: wording.shiftCounts[kind],
        value: wording.pieces(counts[kind]),
        bold: true,
      })),
      { type: 'rule', style: 'dashed' },
      ...slipList(wording.shiftCounts.refused, lines(facts.refused), '□'),
      ...slipList(wording.shiftCounts.tasks, lines(facts.tasks), '□'),
      ...slipList(wording.shiftCounts.promised, lines(facts.promised), '□'),
      ...slipFoot(origin),
    ],
  }
}
