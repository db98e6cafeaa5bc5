import type { ReceiptDocument } from '#devices/contract'
import type { CollectorKind } from '#sync/model'
import { maskedName } from './masked-name.ts'
import { type SlipOrigin, slipFoot, slipHead, slipList, withNote } from './paper-blocks.ts'
import { paperTime } from './paper-dates.ts'
import { wording } from './wording.ts'

/** A result paper by name and number. */
export interface SlipPaper {
  readonly name: string
  readonly number: string | null
}

/** What a 出件签收单 is made from. */
export interface PickUpSlipFacts {
  readonly origin: SlipOrigin
  readonly receiptNumber: string
  readonly collector: { readonly kind: CollectorKind; readonly name: string }
  readonly papers: readonly SlipPaper[]
  /** What of the intake is still here afterwards. */
  readonly left: readonly SlipPaper[]
  readonly operatorName: string
  /** ISO time. */
  readonly at: string
}

const lineOf = ({ name, number }: SlipPaper): string =>
  withNote(name, number === null ? undefined : `${wording.documentNumber} ${number}`)

/** 出件签收单: what was handed to whom and when, for both sides. The name is masked as on a receipt. */
export function pickUpSlip(facts: PickUpSlipFacts): ReceiptDocument {
  const { origin, receiptNumber, collector, papers, left, operatorName, at } = facts
  return {
    blocks: [
      ...slipHead(wording.pickUpTitle, origin),
      { type: 'pair', label: wording.numberLabel, value: receiptNumber, bold: true },
      {
        type: 'pair',
        label: wording.collector,
        value: withNote(maskedName(collector.name), wording.collectorKinds[collector.kind]),
      },
      { type: 'pair', label: wording.collectedAt, value: paperTime(at) },
      { type: 'pair', label: wording.operator, value: operatorName },
      { type: 'rule', style: 'dashed' },
      ...slipList(wording.handedOver, papers.map(lineOf), '☑'),
      ...slipList(wording.notYet, left.map(lineOf), '□'),
      { type: 'rule', style: 'dashed' },
      { type: 'text', text: wording.signedOnScreen },
      ...slipFoot(origin),
    ],
  }
}
