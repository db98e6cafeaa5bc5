import type { ReceiptBlock, ReceiptDocument } from '#devices/contract'
import { type SlipOrigin, paperDate, paperTime } from '#renderer/platform/receipts'
import type { TaskView } from '#renderer/workers'

/** What a 补正告知单 is made from. `words` are the message catalogue's `tasks.slip`. */
export interface SupplementSlipFacts {
  readonly origin: SlipOrigin
  readonly task: TaskView
  readonly department: string
  readonly matter: string | null
  /** ISO time of printing. */
  readonly printedAt: string
  readonly words: Readonly<
    Record<
      | 'title'
      | 'number'
      | 'department'
      | 'matter'
      | 'items'
      | 'note'
      | 'due'
      | 'at'
      | 'bring'
      | 'printedAt'
      | 'phone'
      | 'demonstration',
      string
    >
  >
}

/**
 * 补正告知单: everything that is asked for, said once and in full (行政许可法 §32), for the applicant to take along. It
 * names no person: the receipt number is enough.
 */
export function supplementSlip({
  origin,
  task,
  department,
  matter,
  printedAt,
  words,
}: SupplementSlipFacts): ReceiptDocument {
  const pair = (label: string, value: string, bold = false): ReceiptBlock => ({
    type: 'pair',
    label,
    value,
    bold,
  })
  const demonstration: ReceiptBlock[] = origin.demonstration
    ? [{ type: 'text', text: words.demonstration, align: 'center', bold: true }]
    : []
  return {
    blocks: [
      ...demonstration,
      { type: 'text', text: words.title, align: 'center', size: 'large', bold: true },
      { type: 'text', text: `${origin.site.name} ${origin.site.place}`, align: 'center' },
      { type: 'rule' },
      pair(words.number, task.receiptNumber, true),
      pair(words.department, department),
      ...(matter === null ? [] : [pair(words.matter, matter)]),
      pair(words.at, paperTime(task.at)),
      ...(task.dueDate === null ? [] : [pair(words.due, paperDate(task.dueDate), true)]),
      { type: 'rule', style: 'dashed' },
      ...(task.items.length === 0
        ? []
        : [
            { type: 'text', text: words.items, bold: true } as const,
            ...task.items.map((item): ReceiptBlock => ({ type: 'item', marker: '□', text: item.text })),
          ]),
      ...(task.note === ''
        ? []
        : [
            { type: 'text', text: words.note, bold: true } as const,
            { type: 'text', text: task.note } as const,
          ]),
      { type: 'rule', style: 'dashed' },
      { type: 'text', text: words.bring },
      { type: 'qr', data: task.receiptNumber, moduleDots: 5 },
      pair(words.printedAt, paperTime(printedAt)),
      ...(origin.site.phone === undefined ? [] : [pair(words.phone, origin.site.phone)]),
      ...demonstration,
    ],
  }
}
