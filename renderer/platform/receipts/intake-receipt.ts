import type { ReceiptBlock, ReceiptDocument } from '#devices/contract'
import { type Catalogue, feesOf, type MaterialEntry, totalFen, yuanText } from '#sync/model'
import { maskedName } from './masked-name.ts'
import { type SlipOrigin, slipFoot, slipHead, slipList, withNote } from './paper-blocks.ts'
import { paperDate, paperTime } from './paper-dates.ts'
import { wording } from './wording.ts'

/** Everything that a 收件回执 says. Before submission there is no number and no time yet: that is the preview. */
export interface IntakeReceiptFacts {
  readonly origin: SlipOrigin
  readonly catalogue: Pick<Catalogue, 'themes' | 'departments'>
  readonly themeId: string
  /** The receipt number of the intake that this one supplements; null for one that stands by itself. */
  readonly supplements: string | null
  /** Ids of the situation's matters, in order. */
  readonly matters: readonly string[]
  readonly materials: readonly MaterialEntry[]
  /** In full; a person's name is masked on paper, an organisation's is not. */
  readonly applicant: { readonly name: string; readonly kind: 'person' | 'organisation' }
  /** Who acted for the applicant, in full; null where nobody did. */
  readonly representative: string | null
  /** The firm that it is about; null for a person's own affairs. */
  readonly organisation: string | null
  /** Of the longest chain of matters; null where the theme is not known any more. */
  readonly totalWorkingDays: number | null
  readonly operatorName: string
  readonly receiptNumber: string | null
  /** ISO time. */
  readonly submittedAt: string | null
}

function numberBlocks(receiptNumber: string | null): ReceiptBlock[] {
  if (receiptNumber === null) {
    return [{ type: 'pair', label: wording.numberLabel, value: wording.numberPending }]
  }
  return [
    { type: 'text', text: wording.numberLabel, align: 'center' },
    { type: 'text', text: receiptNumber, align: 'center', size: 'tall', bold: true },
    { type: 'qr', data: receiptNumber, moduleDots: 6 },
  ]
}

function materialBlocks(facts: IntakeReceiptFacts): ReceiptBlock[] {
  const theme = facts.catalogue.themes.find((candidate) => candidate.id === facts.themeId)
  const nameOf = (id: string): string => theme?.materials.find((material) => material.id === id)?.name ?? id
  const place = (entry: MaterialEntry): number =>
    theme?.materials.findIndex((material) => material.id === entry.materialId) ?? -1
  const entries = [...facts.materials].sort((a, b) => place(a) - place(b))
  const lines = (pick: (entry: MaterialEntry) => string | null): string[] =>
    entries.map(pick).filter((line) => line !== null)

  const received = lines((entry) => {
    if (entry.status === 'generated') return withNote(nameOf(entry.materialId), wording.generatedHere)
    if (entry.status !== 'attached') return null
    return withNote(
      nameOf(entry.materialId),
      entry.grade === 'B' ? wording.checkedAgainstOriginal : undefined,
      entry.grade === 'D' ? wording.selfMade : undefined,
    )
  })
  const deferred = lines((entry) =>
    entry.status === 'deferred'
      ? withNote(nameOf(entry.materialId), wording.dueBy(paperDate(entry.dueDate)))
      : null,
  )
  const named = (status: MaterialEntry['status']): string[] =>
    lines((entry) => (entry.status === status ? nameOf(entry.materialId) : null))

  return [
    ...(received.length === 0
      ? [{ type: 'text', text: wording.noMaterials } as const]
      : slipList(wording.materialsHeading, received)),
    ...slipList(wording.deferredHeading, deferred, '★'),
    ...slipList(wording.committedHeading, named('committed')),
    ...slipList(wording.heldHeading, named('held')),
  ]
}

/**
 * 收件回执: what the citizen takes home. It says 已接收，待受理 and points to the 受理通知书, because acceptance is
 * the department's word and needs its seal (domain facts §1.5, §1.6).
 */
export function intakeReceipt(facts: IntakeReceiptFacts): ReceiptDocument {
  const theme = facts.catalogue.themes.find((candidate) => candidate.id === facts.themeId)
  const matters = facts.matters.map((id) => {
    const matter = theme?.matters.find((candidate) => candidate.id === id)
    const department = facts.catalogue.departments.find((candidate) => candidate.id === matter?.department)
    return withNote(matter?.name ?? id, department?.shortName)
  })
  const due = theme === undefined ? 0 : totalFen(feesOf(theme, facts.matters))
  const applicant =
    facts.applicant.kind === 'person' ? maskedName(facts.applicant.name) : facts.applicant.name

  return {
    ...(facts.receiptNumber === null ? {} : { number: facts.receiptNumber }),
    blocks: [
      ...slipHead(facts.supplements === null ? wording.intakeTitle : wording.supplementTitle, facts.origin),
      ...numberBlocks(facts.receiptNumber),
      { type: 'text', text: wording.received, align: 'center', size: 'large', bold: true },
      { type: 'text', text: wording.disclaimer },
      { type: 'rule', style: 'dashed' },
      ...(facts.supplements === null
        ? []
        : [{ type: 'pair', label: wording.supplements, value: facts.supplements, bold: true } as const]),
      { type: 'pair', label: wording.theme, value: theme?.title ?? facts.themeId, bold: true },
      ...slipList(wording.mattersHeading, matters),
      ...(facts.totalWorkingDays === null || facts.supplements !== null
        ? []
        : [
            { type: 'pair', label: wording.totalDays, value: wording.days(facts.totalWorkingDays) } as const,
            { type: 'text', text: wording.clockStarts } as const,
          ]),
      ...(due === 0
        ? []
        : [
            {
              type: 'pair',
              label: wording.feeDue,
              value: wording.amount(yuanText(due)),
              bold: true,
            } as const,
            { type: 'text', text: wording.feeHow } as const,
          ]),
      { type: 'rule', style: 'dashed' },
      ...materialBlocks(facts),
      { type: 'rule', style: 'dashed' },
      ...(facts.organisation === null
        ? []
        : [{ type: 'pair', label: wording.organisation, value: facts.organisation } as const]),
      { type: 'pair', label: wording.applicant, value: applicant },
      ...(facts.representative === null
        ? []
        : [
            { type: 'pair', label: wording.representative, value: maskedName(facts.representative) } as const,
          ]),
      { type: 'pair', label: wording.operator, value: facts.operatorName },
      ...(facts.submittedAt === null
        ? []
        : [{ type: 'pair', label: wording.time, value: paperTime(facts.submittedAt) } as const]),
      { type: 'text', text: wording.keep },
      ...slipFoot(facts.origin),
    ],
  }
}
