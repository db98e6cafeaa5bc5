import { useCatalogue, useDesk, useDraft } from '#renderer/platform'
import { type Override, relevantDraft, themeOf } from '#sync/model'
import { shallowRef, type ShallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { submittedState } from './just-submitted.ts'

/** Where the submission stands. There is no state for “saved” here: the receipt's screen exists only then. */
export type SubmissionState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sealing' }
  | { readonly kind: 'failed'; readonly error: unknown }

export interface Submission {
  readonly state: Readonly<ShallowRef<SubmissionState>>
  /** @param overrides what the clerk said about the findings of the pre-check that stand */
  readonly submit: (matters: readonly string[], overrides: readonly Override[]) => Promise<void>
  readonly dismiss: () => void
}

/**
 * 提交: resolves to the receipt's screen only after the worker has both copies on disk. On failure the draft stays
 * as it is; submitting it again gives the same intake.
 */
export function useSubmission(): Submission {
  const desk = useDesk()
  const draft = useDraft()
  const catalogues = useCatalogue()
  const router = useRouter()
  const state = shallowRef<SubmissionState>({ kind: 'idle' })

  async function submit(matters: readonly string[], overrides: readonly Override[]): Promise<void> {
    const draftId = draft.draft?.id
    if (draftId === undefined || state.value.kind === 'sealing') return
    state.value = { kind: 'sealing' }
    try {
      const open = draft.draft
      if (open === null) return
      const catalogue = await catalogues.load()
      const theme = themeOf(catalogue.themes, open)
      if (theme === undefined) throw new Error('the theme of the draft is not offered here')
      await draft.keepOnly(relevantDraft(theme, catalogue, open), overrides)
      draft.setStep('review')
      await draft.flush()
      const { intakeId } = await (await desk.desk()).submit(draftId, { matters: [...matters] })
      // Gone through first, forgotten then: the workspace must not see its draft vanish.
      await router.replace({ name: 'receipt', params: { intakeId }, state: submittedState })
      draft.forget()
    } catch (error) {
      state.value = { kind: 'failed', error }
    }
  }

  return { state, submit, dismiss: () => (state.value = { kind: 'idle' }) }
}
