import type { ReceiptBlock, ReceiptDocument } from '#devices/contract'
import type { Guidance, Theme } from '#sync/model'
import { type SlipOrigin, slipFoot, slipHead, slipList } from './paper-blocks.ts'
import { paperTime } from './paper-dates.ts'
import { wording } from './wording.ts'

/** Why, where, when and with what a person must go elsewhere. */
export function guidanceBlocks(guidance: Guidance): ReceiptBlock[] {
  return [
    ...(guidance.appointment
      ? [{ type: 'text', text: wording.appointment, align: 'center', bold: true } as const]
      : []),
    { type: 'text', text: wording.whyGuidance, bold: true },
    { type: 'text', text: guidance.reason },
    { type: 'text', text: wording.where, bold: true },
    { type: 'text', text: guidance.where },
    { type: 'text', text: wording.whenOpen, bold: true },
    { type: 'text', text: guidance.whenOpen },
    ...slipList(wording.bring, guidance.bring, '□'),
  ]
}

/** 办事指引单 for a theme whose act must happen elsewhere, before anything is known of the situation. */
export function guidanceSlip(facts: {
  readonly origin: SlipOrigin
  readonly theme: Theme
  readonly guidance: Guidance
  /** ISO time of printing. */
  readonly printedAt: string
}): ReceiptDocument {
  return {
    blocks: [
      ...slipHead(wording.guidanceTitle, facts.origin),
      { type: 'text', text: facts.theme.title, align: 'center', size: 'tall', bold: true },
      { type: 'rule', style: 'dashed' },
      ...guidanceBlocks(facts.guidance),
      { type: 'rule', style: 'dashed' },
      { type: 'pair', label: wording.printedAt, value: paperTime(facts.printedAt) },
      ...slipFoot(facts.origin),
    ],
  }
}
