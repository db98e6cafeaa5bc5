import { useDraft } from '#renderer/platform'
import type { Catalogue, Theme } from '#sync/model'
import { onBeforeUnmount, shallowRef, type ShallowRef, watch } from 'vue'
import { summarise, type WorkspaceSummary } from './workspace-summary.ts'

/** Typing must not wait for the rail: it is brought up to date when the hand pauses. */
const pauseMs = 200

/** The summary of the open draft, a moment behind the keyboard. */
export function useWorkspaceSummary(
  theme: () => Theme | null,
  catalogue: () => Catalogue | null,
): Readonly<ShallowRef<WorkspaceSummary | null>> {
  const draft = useDraft()
  const summary = shallowRef<WorkspaceSummary | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  function update(): void {
    const [ofTheme, ofCatalogue] = [theme(), catalogue()]
    if (ofTheme === null || ofCatalogue === null || draft.draft === null) return
    summary.value = summarise(ofTheme, ofCatalogue, draft.draft)
  }
  watch(() => [theme(), draft.draft?.answers, draft.draft?.materials, draft.draft?.signature], update, {
    immediate: true,
  })
  watch(
    () => draft.draft?.values,
    () => {
      clearTimeout(timer)
      timer = setTimeout(update, pauseMs)
    },
  )
  onBeforeUnmount(() => clearTimeout(timer))
  return summary
}
