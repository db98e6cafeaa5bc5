import { useDesk, useDraft } from '#renderer/platform'
import type { HubOutcome, LicenceRequest } from '#renderer/workers'
import type { CodeTable, FormSection, NoticeMaterial } from '#sync/model'
import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'
import { fillFrom, type Offered } from './offered-values.ts'
import type { ValueFillControl } from './use-value-fill.ts'

/** Where the look-up of one person's licences stands. */
export type LicenceState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking'; readonly section: FormSection; readonly problem: string | null }
  | { readonly kind: 'waiting'; readonly section: FormSection }

/** What came of the last one. */
export interface LicenceReport {
  readonly section: FormSection
  readonly filled: number
  readonly papers: readonly { readonly name: string; readonly found: boolean }[]
}

export interface LicenceControl {
  readonly state: Readonly<ShallowRef<LicenceState>>
  readonly report: Readonly<ShallowRef<LicenceReport | null>>
  readonly begin: (section: FormSection) => void
  readonly fetch: (holder: LicenceRequest['holder'], consent: string) => Promise<void>
  /** The papers of this person that a register may hold. */
  readonly papersOf: (section: FormSection) => readonly NoticeMaterial[]
  readonly cancel: () => void
  readonly add: (count: number) => void
  readonly dismiss: () => void
}

/** Which elements name a person or an organisation to the registers. */
const namings = [
  { number: 'idNumber', name: 'name' },
  { number: 'creditCode', name: 'orgName' },
] as const

/** The keys of a section's number and name; null for a section that no register could know. */
export function namingOf({ fields, subject }: FormSection): { number: string; name: string } | null {
  const elements = new Set(fields.map(({ element }) => element.id))
  const naming = namings.find(({ number, name }) => elements.has(number) && elements.has(name))
  return naming === undefined
    ? null
    : { number: `${subject}.${naming.number}`, name: `${subject}.${naming.name}` }
}

/**
 * 调取电子证照和共享数据 for one section: asked with the holder's consent or code, filled like a card, and the papers
 * that were found need not be brought.
 */
export function useLicences(
  codeTables: () => readonly CodeTable[],
  heldPapers: (subject: string) => readonly NoticeMaterial[],
  values: ValueFillControl,
  onDone: (section: FormSection) => void | Promise<void>,
): LicenceControl {
  const draft = useDraft()
  const desk = useDesk()
  const state = shallowRef<LicenceState>({ kind: 'idle' })
  const report = shallowRef<LicenceReport | null>(null)
  let turn = 0

  async function fetch(holder: LicenceRequest['holder'], consent: string): Promise<void> {
    const open = draft.draft
    if (state.value.kind !== 'asking' || open === null) return
    const { section } = state.value
    const papers = heldPapers(section.subject)
    state.value = { kind: 'waiting', section }
    turn += 1
    const own = turn
    const request = {
      subject: section.subject,
      holder,
      elements: section.fields.map(({ element }) => element.id),
      materials: papers.map(({ material }) => material.id),
      consent,
    }
    const outcome = await desk
      .desk()
      .then((worker) => worker.queryLicences(open.id, request))
      .catch((): HubOutcome<never> => ({ ok: false, code: 'failed' }))
    if (own !== turn || draft.draft?.id !== open.id) return
    if (!outcome.ok) {
      state.value = { kind: 'asking', section, problem: outcome.code }
      return
    }
    state.value = { kind: 'idle' }
    const { value: answer } = outcome
    draft.record('licence-read', `${section.subject} ${answer.queryId}`)
    const naming = namingOf(section)
    const named = holder.by === 'code' && naming !== null ? namedBy(naming, answer.holder) : {}
    const offers: Record<string, Offered> = { ...named, ...answer.values }
    const filled = values.fill(section, 'licence', fillFrom(section, open.values, offers, codeTables()))
    for (const { materialId, found } of answer.materials) {
      const entry = draft.draft.materials.find((candidate) => candidate.materialId === materialId)
      if (found !== null && entry?.status !== 'attached')
        draft.setMaterial({ materialId, status: 'held', licence: found })
    }
    report.value = {
      section,
      filled,
      papers: papers.map(({ material }) => ({
        name: material.name,
        found: answer.materials.some(({ materialId, found }) => materialId === material.id && found !== null),
      })),
    }
    await onDone(section)
  }

  function cancel(): void {
    turn += 1
    state.value = { kind: 'idle' }
  }

  onBeforeUnmount(cancel)
  return {
    state,
    report,
    begin: (section) => (state.value = { kind: 'asking', section, problem: null }),
    fetch,
    papersOf: ({ subject }) => heldPapers(subject),
    cancel,
    add(count) {
      if (report.value !== null) report.value = { ...report.value, filled: report.value.filled + count }
    },
    dismiss: () => (report.value = null),
  }
}

/** Who the code is of goes into the form, too. */
function namedBy(
  naming: { number: string; name: string },
  holder: { idNumber: string; name: string },
): Record<string, Offered> {
  const element = (key: string): string => key.slice(key.indexOf('.') + 1)
  return {
    [element(naming.number)]: { value: holder.idNumber, source: 'licence' },
    [element(naming.name)]: { value: holder.name, source: 'licence' },
  }
}
