import { useCatalogue, useDraft } from '#renderer/platform'
import { type Catalogue, mergeForm, type MergedForm, type Theme } from '#sync/model'
import { computed, type ComputedRef } from 'vue'
import { stableForm } from './stable-form.ts'

/** The open draft's form with what it was made from; null while draft or catalogue are being loaded. */
export interface OpenForm {
  readonly theme: Theme
  readonly catalogue: Catalogue
  readonly form: MergedForm
}

/** The form of the open draft, merged anew with every value and unchanged in its unchanged parts. */
export function useMergedForm(): ComputedRef<OpenForm | null> {
  const catalogues = useCatalogue()
  const draft = useDraft()
  let before: MergedForm | undefined
  const themeId = computed(() => draft.draft?.themeId)
  const answers = computed(() => draft.draft?.answers ?? {})

  return computed((old?: OpenForm | null) => {
    const catalogue = catalogues.catalogue
    const theme = catalogue?.themes.find((candidate) => candidate.id === themeId.value)
    if (catalogue === null || theme === undefined) return null
    const form = stableForm(
      before,
      mergeForm(theme, catalogue, { answers: answers.value, values: draft.values }),
    )
    before = form
    return old?.form === form && old.theme === theme ? old : { theme, catalogue, form }
  })
}
