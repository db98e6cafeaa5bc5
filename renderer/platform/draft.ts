import type {
  Attachment,
  Draft,
  FormValues,
  IntakeSignature,
  MaterialEntry,
  Override,
  PreCheckFinding,
  Representation,
  RelevantDraft,
  ValueSource,
} from '#sync/model'
import type { DraftPatch, NewFile, NewPage, RecordedStep } from '#renderer/workers'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useDesk } from './desk.ts'

/** Long enough not to write at every key, short enough that a power cut costs a word at most. */
const autosaveDelayMs = 400

/** One patch after another: what was done is told in full, of the rest the newest. */
function joined(earlier: DraftPatch, later: DraftPatch): DraftPatch {
  const did = [...(earlier.did ?? []), ...(later.did ?? [])]
  return { ...earlier, ...later, ...(did.length === 0 ? {} : { did }) }
}

/** The draft on screen. Every change is autosaved; `saveState` says truthfully how far that is. */
export const useDraft = defineStore('draft', () => {
  const draft = shallowRef<Draft | null>(null)
  const saveState = ref<'saved' | 'unsaved' | 'saving' | 'failed'>('saved')
  const saveProblem = shallowRef<unknown>(null)
  const values = computed(() => {
    const texts: Record<string, string> = {}
    for (const [key, entry] of Object.entries(draft.value?.values ?? {})) texts[key] = entry.value
    return texts
  })

  let unsaved: DraftPatch = {}
  let timer: ReturnType<typeof setTimeout> | undefined
  let writing: Promise<void> = Promise.resolve()

  function current(): Draft {
    if (draft.value === null) throw new Error('no draft is open')
    return draft.value
  }

  async function write(): Promise<void> {
    if (Object.keys(unsaved).length === 0 || draft.value === null) return
    const patch = unsaved
    const draftId = draft.value.id
    unsaved = {}
    saveState.value = 'saving'
    try {
      await (await useDesk().desk()).saveDraft(draftId, patch)
      saveProblem.value = null
      saveState.value = Object.keys(unsaved).length === 0 ? 'saved' : 'unsaved'
    } catch (error) {
      unsaved = joined(patch, unsaved)
      saveProblem.value = error
      saveState.value = 'failed'
      throw error
    }
  }

  /** Writes what is not yet on disk, now. @throws the store's error; nothing typed is lost. */
  function flush(): Promise<void> {
    clearTimeout(timer)
    writing = writing.catch(() => undefined).then(write)
    return writing
  }

  function change(patch: DraftPatch): void {
    const { did: _told, ...changed } = patch
    draft.value = { ...current(), ...changed }
    unsaved = joined(unsaved, patch)
    saveState.value = 'unsaved'
    clearTimeout(timer)
    timer = setTimeout(() => void flush().catch(() => undefined), autosaveDelayMs)
  }

  /** Starts a new intake of a theme; the answers of the situation come with the guide, or from a scanned notice. */
  async function create(themeId: string, answers: Readonly<Record<string, string>> = {}): Promise<Draft> {
    await close()
    draft.value = await (await useDesk().desk()).createDraft({ themeId, answers: { ...answers } })
    return draft.value
  }

  /** Opens a draft of this operator; null when there is none of that id. */
  async function open(draftId: string): Promise<Draft | null> {
    if (draft.value?.id === draftId) return draft.value
    await close()
    draft.value = await (await useDesk().desk()).getDraft(draftId)
    return draft.value
  }

  /** Saves and leaves the draft; the screen no longer holds anything of it. */
  async function close(): Promise<void> {
    if (draft.value !== null && saveState.value !== 'saved') await flush()
    clearTimeout(timer)
    draft.value = null
    unsaved = {}
    saveState.value = 'saved'
    saveProblem.value = null
  }

  /** Forgets the draft without writing: after a submission the worker has removed it. */
  function forget(): void {
    clearTimeout(timer)
    unsaved = {}
    draft.value = null
    saveState.value = 'saved'
  }

  function setAnswers(answers: Record<string, string>): void {
    change({ answers })
  }

  function setStep(step: string): void {
    if (current().step !== step) change({ step })
  }

  /** Sets values with their source; an empty text removes the value. A changed form voids the signature. */
  function setValues(entries: Record<string, string>, source: ValueSource): void {
    const next: FormValues = { ...current().values }
    for (const [key, value] of Object.entries(entries)) {
      if (value === '') delete next[key]
      else next[key] = { value, source }
    }
    change(current().signature === null ? { values: next } : { values: next, signature: null })
  }

  /** Sets how one material is met, in place of what was said before. */
  function setMaterial(entry: MaterialEntry): void {
    const others = current().materials.filter((other) => other.materialId !== entry.materialId)
    change({ materials: [...others, entry] })
  }

  /** 预审说明: why the intake goes as it is, in place of what was said about the same finding before. */
  function override(finding: PreCheckFinding, reason: string): void {
    const { rule, target, text } = finding
    // What the screen shows until it is stored; the desk writes its own clock and operator.
    const { operatorId } = current()
    const at = new Date().toISOString()
    const others = current().overrides.filter((other) => other.rule !== rule || other.target !== target)
    change({ overrides: [...others, { rule, target, text, reason, operatorId, at }] })
  }

  /** Takes back what was said about a finding. */
  function retractOverride({ rule, target }: Pick<Override, 'rule' | 'target'>): void {
    change({
      overrides: current().overrides.filter((other) => other.rule !== rule || other.target !== target),
    })
  }

  /** 代办: who acts for the applicant, or nobody. A signature given before covered somebody else's words. */
  function setRepresentation(representation: Representation | null): void {
    change({ representation, ...(current().signature === null ? {} : { signature: null }) })
  }

  function setSignature(signature: IntakeSignature | null): void {
    change({ signature })
  }

  /** What the desk cannot see by itself. It is written into the history under its clock and the operator's name. */
  function record(action: RecordedStep['action'], subject: string): void {
    change({ did: [{ action, subject }] })
  }

  /** A file's bytes go to the worker at once and stay there, encrypted. */
  async function attach(file: NewFile): Promise<Attachment> {
    const { id } = current()
    await flush()
    const desk = await useDesk().desk()
    const attachment = await desk.addAttachment(id, file)
    draft.value = { ...current(), attachments: [...current().attachments, attachment] }
    return attachment
  }

  /**
   * Keeps a page of a material; what is written meanwhile waits for it and knows of the page then, so that neither
   * undoes the other. @throws the store's error; nothing changed then.
   */
  function keepPage(page: NewPage): Promise<void> {
    const { id } = current()
    clearTimeout(timer)
    const kept = writing
      .catch(() => undefined)
      .then(write)
      .then(async () => {
        const stored = await (await useDesk().desk()).keepPage(id, page)
        if (draft.value?.id === id) adopt(stored, page.materialId)
      })
    writing = kept.catch(() => undefined)
    return kept
  }

  /** Takes over what the worker changed about one material, under what was changed here since. */
  function adopt(stored: Draft, materialId: string): void {
    const { materials } = current()
    const theirs = stored.materials.filter((entry) => entry.materialId === materialId)
    const changed = {
      materials: [...materials.filter((entry) => entry.materialId !== materialId), ...theirs],
      signature: null,
    }
    draft.value = { ...current(), ...changed, attachments: stored.attachments }
    if (Object.keys(unsaved).length > 0) unsaved = { ...unsaved, ...changed }
  }

  /** Drops what the situation does not ask for any more; the signature never covered it. */
  async function keepOnly(relevant: RelevantDraft, overrides: readonly Override[]): Promise<void> {
    const kept = new Set(relevant.attachments.map(({ id }) => id))
    for (const { id } of current().attachments) if (!kept.has(id)) await detach(id)
    change({ values: relevant.values, materials: relevant.materials, overrides: [...overrides] })
  }

  async function readAttachment(attachmentId: string): Promise<Uint8Array> {
    return (await useDesk().desk()).readAttachment(current().id, attachmentId)
  }

  async function detach(attachmentId: string): Promise<void> {
    await flush()
    const { attachments, materials } = await (
      await useDesk().desk()
    ).removeAttachment(current().id, attachmentId)
    draft.value = { ...current(), attachments, materials }
  }

  return {
    draft,
    values,
    saveState,
    saveProblem,
    create,
    open,
    close,
    forget,
    flush,
    setAnswers,
    setStep,
    setValues,
    setMaterial,
    override,
    retractOverride,
    setRepresentation,
    setSignature,
    record,
    attach,
    keepPage,
    readAttachment,
    detach,
    keepOnly,
  }
})
