import type { ReceiptDocument } from '#devices/contract'
import type { Guidance, Theme } from '#sync/model'
import { type SlipOrigin, slipFoot, slipHead, slipList } from './paper-blocks.ts'
import { paperTime } from './paper-dates.ts'
import { wording } from './wording.ts'

/** 办事指引单 for a theme whose act must happen elsewhere: why, where, when, what to bring. */
export function guidanceSlip(facts: {
  readonly origin: SlipOrigin
  readonly theme: Theme
  readonly guidance: Guidance
  /** ISO time of printing. */
  readonly printedAt: string
}): ReceiptDocument {
  const { guidance, theme } = facts
  return {
    blocks: [
      ...slipHead(wording.guidanceTitle, facts.origin),
      { type: 'text', text: theme.title, align: 'center', size: 'tall', bold: true },
      ...(guidance.appointment
        ? [{ type: 'text', text: wording.appointment, align: 'center', bold: true } as const]
        : []),
      { type: 'rule', style: 'dashed' },
      { type: 'text', text: wording.whyGuidance, bold: true },
      { type: 'text', text: guidance.reason },
      { type: 'text', text: wording.where, bold: true },
      { type: 'text', text: guidance.where },
      { type: 'text', text: wording.whenOpen, bold: true },
      { type: 'text', text: guidance.whenOpen },
      ...slipList(wording.bring, guidance.bring, '□'),
      { type: 'rule', style: 'dashed' },
      { type: 'pair', label: wording.printedAt, value: paperTime(facts.printedAt) },
      ...slipFoot(facts.origin),
    ],
  }
}
