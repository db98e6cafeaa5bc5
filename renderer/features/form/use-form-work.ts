import { useCatalogue, useDevices, useDraft } from '#renderer/platform'
import type { FormSection, MergedField } from '#sync/model'
import { computed, type ComputedRef, shallowRef, type ShallowRef } from 'vue'
import { provideFormContext } from './form-context.ts'
import { type FormEditing, useFormEditing } from './use-form-editing.ts'
import { type FormSources, useFormSources } from './use-form-sources.ts'
import { type OpenForm, useMergedForm } from './use-merged-form.ts'

/** What every presentation of the one form works with: the form, its values and checks, and what fills it by itself. */
export interface FormWork {
  readonly open: ComputedRef<OpenForm | null>
  readonly sections: ComputedRef<readonly FormSection[]>
  readonly editing: FormEditing
  readonly sources: FormSources
  /** The field that has the focus, or had it last. */
  readonly entered: Readonly<ShallowRef<MergedField | null>>
  /** Papers that a look-up of licences would also bring. */
  readonly heldPapers: ComputedRef<readonly string[]>
  readonly matterNames: (ids: readonly string[]) => string[]
  /** Opens the draft for the form. */
  readonly begin: (draftId: string) => Promise<void>
}

/**
 * @param after is called when a card or a licence has said all it has to say about a section
 * @param roomy a screen holds one question: see {@link provideFormContext}
 */
export function useFormWork(after: (section: FormSection) => Promise<void>, roomy = false): FormWork {
  const draft = useDraft()
  const catalogues = useCatalogue()
  const open = useMergedForm()
  const editing = useFormEditing(open)
  const entered = shallowRef<MergedField | null>(null)

  function matterNames(ids: readonly string[]): string[] {
    return ids.map((id) => open.value?.theme.matters.find((matter) => matter.id === id)?.name ?? id)
  }

  provideFormContext({
    enter: (field) => (entered.value = field),
    type: editing.type,
    leave: editing.leave,
    issueOf: editing.check.issueOf,
    codeTable: (id) => open.value?.catalogue.codeTables.find((table) => table.id === id),
    matterNames,
    roomy,
  })

  const sources = useFormSources(open, editing.settled, after)
  const heldPapers = computed(() => {
    const state = sources.licences.state.value
    return state.kind === 'idle'
      ? []
      : sources.licences.papersOf(state.section).map(({ material }) => material.name)
  })

  return {
    open,
    sections: computed(() => open.value?.form.sections ?? []),
    editing,
    sources,
    entered,
    heldPapers,
    matterNames,
    async begin(draftId) {
      await Promise.all([catalogues.load(), draft.open(draftId)])
      draft.setStep('form')
      // What was carried over from an earlier intake says things, too.
      editing.settled([])
    },
  }
}

/** Whether cards can be read here: there is a reader, or one that is only busy or being looked for. */
export function useCardReader(): ComputedRef<ReturnType<ReturnType<typeof useDevices>['ofKind']>> {
  const devices = useDevices()
  return computed(() => devices.ofKind('id-card-reader') ?? devices.ofKind('smart-card-reader'))
}
