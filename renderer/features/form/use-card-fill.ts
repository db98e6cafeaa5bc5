import type { IdCard, IdCardWarning } from '#devices/contract'
import { type PersonCardReading, useDraft } from '#renderer/platform'
import type { CodeTable, FormSection } from '#sync/model'
import { shallowRef, type ShallowRef } from 'vue'
import { cardValues, fillFromCard, socialCardValues } from './card-values.ts'
import type { ValueFillControl } from './use-value-fill.ts'

/** What the last reading did, to be told to the clerk. */
export interface CardFillReport {
  readonly section: FormSection
  readonly from: PersonCardReading['from']
  readonly filled: number
  readonly warnings: readonly IdCardWarning[]
  readonly photo: 'kept' | 'none' | 'failed'
  /** The portrait as a bitmap, for a look at the person; kept nowhere. */
  readonly portrait: Uint8Array | null
  /** What the card says and this form does not ask: shown to the clerk, kept nowhere. */
  readonly facts: readonly { readonly label: string; readonly value: string }[]
}

export interface CardFillControl {
  readonly report: Readonly<ShallowRef<CardFillReport | null>>
  readonly apply: (section: FormSection, reading: PersonCardReading) => Promise<void>
  /** Counts fields that the clerk decided to take from the card afterwards. */
  readonly add: (count: number) => void
  readonly dismiss: () => void
}

/** WLT: the portrait as the reader gave it. Only a licensed decoder opens it. */
const wltType = 'application/octet-stream'

/** Brings a reading into a section; the portrait is kept once per person. */
export function useCardFill(
  codeTables: () => readonly CodeTable[],
  words: {
    readonly photoLabel: (section: FormSection) => string
    /** Label and value of what the section has no field for. */
    readonly facts: (section: FormSection, card: IdCard) => CardFillReport['facts']
  },
  values: ValueFillControl,
): CardFillControl {
  const draft = useDraft()
  const report = shallowRef<CardFillReport | null>(null)

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

  async function apply(section: FormSection, read: PersonCardReading): Promise<void> {
    const { from, warnings } = read
    const said = from === 'id-card' ? cardValues(read.card) : socialCardValues(read.card)
    const found = fillFromCard(section, draft.draft?.values ?? {}, said, codeTables())
    draft.record(from === 'id-card' ? 'card-read' : 'social-card-read', section.subject)
    const filled = values.fill(section, 'card', found)
    const facts = from === 'id-card' ? words.facts(section, read.card) : []
    const portrait = from === 'id-card' ? (read.portrait ?? null) : null
    report.value = { section, from, filled, warnings, photo: 'none', portrait, facts }
    if (from !== 'id-card') return
    const photo = await keepPhoto(section, read.card.photoWlt)
    if (report.value.section === section) report.value = { ...report.value, photo }
  }

  return {
    report,
    apply,
    add(count) {
      if (report.value !== null) report.value = { ...report.value, filled: report.value.filled + count }
    },
    dismiss: () => (report.value = null),
  }
}
