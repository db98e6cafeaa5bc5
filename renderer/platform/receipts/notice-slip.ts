import type { ReceiptBlock, ReceiptDocument } from '#devices/contract'
import { type Department, type Notice, noticeCode, type NoticeMaterial, type Theme } from '#sync/model'
import { guidanceBlocks } from './guidance-slip.ts'
import { type SlipOrigin, slipFoot, slipHead, slipList, withNote } from './paper-blocks.ts'
import { paperTime } from './paper-dates.ts'
import { wording } from './wording.ts'

/** What the 一次性告知单 is made from. */
export interface NoticeSlipFacts {
  readonly origin: SlipOrigin
  readonly theme: Theme
  readonly departments: readonly Department[]
  readonly notice: Notice
  /** The answered questions, as read out: 父母是否已婚 → 已婚. */
  readonly situation: readonly { readonly ask: string; readonly answer: string }[]
  /** The answers themselves, for the QR code that carries on elsewhere. */
  readonly answers: Readonly<Record<string, string>>
  /** ISO time of printing. */
  readonly printedAt: string
}

function bringLine({ material }: NoticeMaterial): string {
  return withNote(
    material.name,
    material.generated ? wording.generatedToSign : undefined,
    material.necessity === 'optional' ? wording.optional : undefined,
    material.necessity === 'deferrable' ? wording.deferrable : undefined,
    material.commitment ? wording.commitment : undefined,
  )
}

/**
 * 一次性告知单: everything that this person must know before coming again, on one slip; for a theme of which a part
 * happens elsewhere with the way there.
 */
export function noticeSlip(facts: NoticeSlipFacts): ReceiptDocument {
  const { notice, theme } = facts
  const shortName = (id: string): string =>
    facts.departments.find((department) => department.id === id)?.shortName ?? id
  const matters = notice.matters.map((matter) =>
    withNote(matter.name, shortName(matter.department), wording.days(matter.workingDays)),
  )
  const feeNotes = notice.matters.flatMap((matter): ReceiptBlock[] =>
    matter.feeYuan === 0
      ? []
      : [{ type: 'text', text: withNote(`${matter.name} ${wording.yuan(matter.feeYuan)}`, matter.feeBasis) }],
  )
  const bring: ReceiptBlock[] =
    notice.bring.length === 0
      ? [{ type: 'text', text: wording.bringNothing, bold: true }]
      : slipList(wording.bringHeading, notice.bring.map(bringLine), '□')

  return {
    blocks: [
      ...slipHead(wording.noticeTitle, facts.origin),
      { type: 'text', text: theme.title, align: 'center', size: 'tall', bold: true },
      ...slipList(
        wording.situation,
        facts.situation.map(({ ask, answer }) => `${ask} ${answer}`),
      ),
      { type: 'rule', style: 'dashed' },
      ...slipList(wording.mattersHeading, matters),
      { type: 'pair', label: wording.totalDays, value: wording.days(notice.totalWorkingDays), bold: true },
      {
        type: 'pair',
        label: wording.fee,
        value: notice.feeYuan === 0 ? wording.free : wording.yuan(notice.feeYuan),
      },
      ...feeNotes,
      { type: 'text', text: wording.clockStarts },
      { type: 'rule', style: 'dashed' },
      ...bring,
      ...slipList(
        wording.notNeededHeading,
        notice.held.map(({ material }) => withNote(material.name, material.heldBy)),
      ),
      { type: 'rule', style: 'dashed' },
      ...(theme.guidance === undefined
        ? []
        : [...guidanceBlocks(theme.guidance), { type: 'rule', style: 'dashed' } as const]),
      { type: 'qr', data: noticeCode(theme, facts.answers), moduleDots: 5 },
      { type: 'text', text: wording.carryOn, align: 'center' },
      { type: 'pair', label: wording.printedAt, value: paperTime(facts.printedAt) },
      ...slipFoot(facts.origin),
    ],
  }
}
