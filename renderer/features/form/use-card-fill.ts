import type { IdCard, IdCardReading, IdCardWarning } from '#devices/contract'
import { useDraft } from '#renderer/platform'
import { type CodeTable, type FieldKey, type FormSection, type MergedField, showValue } from '#sync/model'
import { shallowRef, type ShallowRef } from 'vue'
import { type CardConflict, fillFromCard } from './card-values.ts'

/** What the last reading did, to be told to the clerk. */
export interface CardFillReport {
  readonly section: FormSection
  readonly filled: number
  readonly warnings: readonly IdCardWarning[]
  readonly photo: 'kept' | 'none' | 'failed'
  /** What the card says and this form does not ask: shown to the clerk, kept nowhere. */
  readonly facts: readonly { readonly label: string; readonly value: string }[]
}

/** Fields that wait for the clerk's decision, with both values as people read them. */
export interface CardQuestion {
  readonly section: FormSection
  readonly rows: readonly (CardConflict & { readonly presentText: string; readonly cardText: string })[]
}

export interface CardFillControl {
  readonly report: Readonly<ShallowRef<CardFillReport | null>>
  readonly question: Readonly<ShallowRef<CardQuestion | null>>
  readonly apply: (section: FormSection, reading: IdCardReading) => Promise<void>
  /** Replaces the values of these keys by the card's; the others stay. */
  readonly decide: (take: ReadonlySet<FieldKey>) => void
  readonly dismiss: () => void
}

/** WLT: the portrait as the reader gave it. Only a licensed decoder opens it. */
const wltType = 'application/octet-stream'

/**
 * Brings a reading into a section: what is free is filled at once, what differs is asked, the portrait is kept once
 * per person.
 */
export function useCardFill(
  codeTables: () => readonly CodeTable[],
  words: {
    readonly photoLabel: (section: FormSection) => string
    /** Label and value of what the section has no field for. */
    readonly facts: (section: FormSection, card: IdCard) => CardFillReport['facts']
  },
  filled: (keys: readonly FieldKey[]) => void,
): CardFillControl {
  const draft = useDraft()
  const report = shallowRef<CardFillReport | null>(null)
  const question = shallowRef<CardQuestion | null>(null)

  async function keepPhoto(section: FormSection, photo: Uint8Array | null): Promise<CardFillReport['photo']> {
    if (photo === null) return 'none'
    const label = words.photoLabel(section)
    const old = draft.draft?.attachments.find((file) => file.kind === 'card-photo' && file.label === label)
    try {
      await draft.attach({ kind: 'card-photo', mediaType: wltType, label, bytes: photo })
      if (old !== undefined) await draft.detach(old.id)
      return 'kept'
    } catch {
      return 'failed'
    }
  }

  async function apply(section: FormSection, { card, warnings }: IdCardReading): Promise<void> {
    const { fills, conflicts } = fillFromCard(section, draft.draft?.values ?? {}, card, codeTables())
    if (Object.keys(fills).length > 0) draft.setValues(fills, 'card')
    draft.record('card-read', section.subject)
    filled(Object.keys(fills))
    report.value = {
      section,
      filled: Object.keys(fills).length,
      warnings,
      photo: 'none',
      facts: words.facts(section, card),
    }
    if (conflicts.length > 0) {
      const fields = new Map<FieldKey, MergedField>(section.fields.map((field) => [field.key, field]))
      const read = (key: FieldKey, value: string): string => {
        const field = fields.get(key)
        return field === undefined ? value : showValue(field.element, value, codeTables())
      }
      question.value = {
        section,
        rows: conflicts.map((conflict) => ({
          ...conflict,
          presentText: read(conflict.key, conflict.present),
          cardText: read(conflict.key, conflict.card),
        })),
      }
    }
    const photo = await keepPhoto(section, card.photoWlt)
    if (report.value.section === section) report.value = { ...report.value, photo }
  }

  function decide(take: ReadonlySet<FieldKey>): void {
    const rows = (question.value?.rows ?? []).filter((row) => take.has(row.key))
    question.value = null
    if (rows.length === 0) return
    draft.setValues(Object.fromEntries(rows.map((row) => [row.key, row.card])), 'card')
    filled(rows.map((row) => row.key))
    if (report.value !== null) report.value = { ...report.value, filled: report.value.filled + rows.length }
  }

  return { report, question, apply, decide, dismiss: () => (report.value = null) }
}
