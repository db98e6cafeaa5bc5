import type { ReceiptDocument } from '#devices/contract'
import type { Recipient } from '#sync/model'
import { type SlipOrigin, slipFoot, slipHead } from './paper-blocks.ts'
import { wording } from './wording.ts'

/** 面单: what is stuck on the envelope. It says where to and how it is tracked, not what is in it. */
export function parcelLabel(
  origin: SlipOrigin,
  recipient: Recipient,
  parcel: { readonly carrier: string; readonly trackingNumber: string },
): ReceiptDocument {
  return {
    blocks: [
      ...slipHead(wording.parcelTitle, origin),
      { type: 'text', text: parcel.carrier, align: 'center', bold: true },
      { type: 'text', text: parcel.trackingNumber, align: 'center', size: 'tall', bold: true },
      { type: 'qr', data: parcel.trackingNumber, moduleDots: 6 },
      { type: 'rule', style: 'dashed' },
      { type: 'pair', label: wording.parcelTo, value: recipient.name, bold: true },
      { type: 'pair', label: wording.parcelMobile, value: recipient.mobile },
      { type: 'text', text: recipient.address, size: 'tall' },
      { type: 'rule', style: 'dashed' },
      ...slipFoot(origin),
    ],
  }
}
