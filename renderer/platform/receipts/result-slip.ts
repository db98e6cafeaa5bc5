import type { ReceiptBlock, ReceiptDocument } from '#devices/contract'
import { type CaseResult, type CaseStatus, isAdverse, isInHall, type ResultDocument } from '#sync/model'
import { type SlipOrigin, slipFoot, slipHead, withNote } from './paper-blocks.ts'
import { paperDate, paperTime } from './paper-dates.ts'
import { wording } from './wording.ts'

/** One matter on a slip of results. */
export interface ResultLine {
  readonly matter: string
  readonly department: string
  /** Null before the hub has told anything. */
  readonly status: CaseStatus | null
  readonly result: CaseResult | null
}

/** What a 办理结果单 is made from; nobody's name is in it, the receipt number is enough. */
export interface ResultSlipFacts {
  readonly origin: SlipOrigin
  readonly receiptNumber: string
  readonly lines: readonly ResultLine[]
  /** ISO time of printing: results change. */
  readonly printedAt: string
}

function validity({ validFrom, validUntil }: ResultDocument): string | undefined {
  if (validFrom === null && validUntil === null) return undefined
  const until = validUntil === null ? wording.longTerm : paperDate(validUntil)
  return `${wording.validity} ${validFrom === null ? '' : `${paperDate(validFrom)} — `}${until}`
}

function whereabouts(document: ResultDocument): string {
  const { handOver, medium } = document
  if (medium === 'electronic') return wording.electronicLicence
  if (handOver?.way === 'posted') return wording.postedOn(paperTime(handOver.at))
  if (handOver !== null) return wording.collectedOn(paperTime(handOver.at))
  return isInHall(document) ? wording.papersHere : ''
}

function documentBlock(document: ResultDocument): ReceiptBlock {
  const { name, number, issuedBy, medium } = document
  const text = withNote(
    name,
    number === null ? undefined : `${wording.documentNumber} ${number}`,
    validity(document),
    `${wording.issuedBy} ${issuedBy}`,
    whereabouts(document),
    medium === 'both' ? wording.alsoElectronic : undefined,
  )
  return { type: 'item', text }
}

function lineBlocks({ matter, department, status, result }: ResultLine): ReceiptBlock[] {
  const words =
    result !== null ? wording.outcomeWords[result.outcome] : wording.stateWords[status ?? 'pending']
  const reason: ReceiptBlock[] =
    result === null || result.reason === ''
      ? []
      : [{ type: 'pair', label: wording.reason, value: result.reason }]
  return [
    { type: 'pair', label: wording.matterOf(matter, department), value: words, bold: true },
    ...reason,
    ...(result?.documents ?? []).map(documentBlock),
  ]
}

/** 办理结果单: how every department decided, what can be collected, and the remedies where one said no. */
export function resultSlip({ origin, receiptNumber, lines, printedAt }: ResultSlipFacts): ReceiptDocument {
  const adverse = lines.some(({ result }) => result !== null && isAdverse(result.outcome))
  const remedies: ReceiptBlock[] = adverse
    ? [
        { type: 'rule', style: 'dashed' },
        { type: 'text', text: wording.remediesHeading, bold: true },
        { type: 'text', text: wording.remedies },
      ]
    : []
  return {
    blocks: [
      ...slipHead(wording.resultTitle, origin),
      { type: 'pair', label: wording.numberLabel, value: receiptNumber, bold: true },
      { type: 'rule', style: 'dashed' },
      ...lines.flatMap(lineBlocks),
      ...remedies,
      { type: 'rule', style: 'dashed' },
      { type: 'pair', label: wording.printedAt, value: paperTime(printedAt) },
      ...slipFoot(origin),
    ],
  }
}
