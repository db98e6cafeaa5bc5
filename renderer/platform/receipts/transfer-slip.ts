import type { ReceiptDocument } from '#devices/contract'
import { type SlipOrigin, slipFoot, slipHead } from './paper-blocks.ts'
import { paperTime } from './paper-dates.ts'
import { wording } from './wording.ts'

/** 接办码单: the code for eyes and scanners, until when it holds, and nothing else: whoever finds it learns nobody's name. */
export function transferSlip(
  origin: SlipOrigin,
  handedOver: { readonly code: string; readonly expiresAt: string },
): ReceiptDocument {
  return {
    blocks: [
      ...slipHead(wording.transferTitle, origin),
      { type: 'qr', data: handedOver.code, moduleDots: 6 },
      { type: 'text', text: handedOver.code, align: 'center', bold: true },
      { type: 'rule', style: 'dashed' },
      { type: 'pair', label: wording.transferUntil, value: paperTime(handedOver.expiresAt), bold: true },
      { type: 'text', text: wording.transferHow },
      ...slipFoot(origin),
    ],
  }
}
