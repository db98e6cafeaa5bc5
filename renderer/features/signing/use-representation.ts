import { useDevices, useDraft } from '#renderer/platform'
import type { Representation } from '#sync/model'
import { computed, type ComputedRef, onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'

/** DA/T 31-2017: the seal of an authorisation is red, its print may be small. */
const request = { source: 'flatbed', mode: 'color', dpi: 300 } as const
const waitMs = 60_000

/** Who signs: the applicant, or somebody for them. */
export type SigningAs = 'self' | Representation['kind']

export interface RepresentationControl {
  readonly as: ComputedRef<SigningAs>
  /** What runs at the moment: one device at a time. */
  readonly busy: Readonly<ShallowRef<'card' | 'scan' | null>>
  readonly problem: Readonly<ShallowRef<unknown>>
  readonly choose: (as: SigningAs) => Promise<void>
  readonly edit: (patch: Partial<Pick<Representation, 'name' | 'idNumber' | 'mobile'>>) => void
  readonly readCard: () => Promise<void>
  readonly scan: (label: string) => Promise<void>
  readonly dropProof: () => Promise<void>
  readonly cancel: () => void
}

/** 代办: the agent's card, and the paper that says so, into the draft. */
export function useRepresentation(): RepresentationControl {
  const draft = useDraft()
  const devices = useDevices()
  const busy = shallowRef<'card' | 'scan' | null>(null)
  const problem = shallowRef<unknown>(null)
  let aborter: AbortController | null = null

  const current = (): Representation | null => draft.draft?.representation ?? null

  function edit(patch: Partial<Representation>): void {
    const before = current()
    if (before !== null) draft.setRepresentation({ ...before, ...patch })
  }

  async function dropProof(): Promise<void> {
    const proof = current()?.proof ?? []
    edit({ proof: [] })
    for (const id of proof) await draft.detach(id)
  }

  async function choose(as: SigningAs): Promise<void> {
    if (as === (current()?.kind ?? 'self')) return
    cancel()
    await dropProof()
    draft.setRepresentation(
      as === 'self' ? null : { name: '', idNumber: '', mobile: '', ...current(), kind: as, proof: [] },
    )
  }

  async function run(what: 'card' | 'scan', work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (busy.value !== null) return
    const own = new AbortController()
    aborter = own
    busy.value = what
    problem.value = null
    try {
      await work(own.signal)
    } catch (error) {
      if (!own.signal.aborted) problem.value = error
    } finally {
      busy.value = null
    }
  }

  function cancel(): void {
    aborter?.abort()
  }

  onBeforeUnmount(cancel)
  return {
    as: computed(() => draft.draft?.representation?.kind ?? 'self'),
    busy,
    problem,
    choose,
    edit,
    readCard: () =>
      run('card', async (signal) => {
        const { card } = await devices.readIdCard({ timeoutMs: waitMs, signal })
        edit({ name: card.name, idNumber: card.number })
        draft.record('card-read', 'representative')
      }),
    scan: (label) =>
      run('scan', async (signal) => {
        const { mimeType: mediaType, ...page } = await devices.scanPage(request, signal)
        const file = await draft.attach({ kind: 'scan', mediaType, label, ...page })
        edit({ proof: [...(current()?.proof ?? []), file.id] })
        draft.record('scanned', 'representation')
      }),
    dropProof,
    cancel,
  }
}
