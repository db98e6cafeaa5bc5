import { useDraft } from '#renderer/platform'
import { localClock } from '#renderer/platform/receipts'
import { computed, type ComputedRef, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'

/** How far the autosave is, in words, with whether it needs the clerk. */
export function useAutosaveWords(): ComputedRef<{ readonly text: string; readonly failed: boolean }> {
  const draft = useDraft()
  const { t } = useI18n()
  const savedAt = ref(draft.draft === null ? '' : localClock(new Date(draft.draft.updatedAt)))
  watch(
    () => draft.saveState,
    (state) => {
      if (state === 'saved') savedAt.value = localClock()
    },
  )
  function words(): { text: string; failed: boolean } {
    switch (draft.saveState) {
      case 'failed':
        return { text: t('form.saveFailed'), failed: true }
      case 'saving':
        return { text: t('form.saving'), failed: false }
      case 'unsaved':
        return { text: t('form.unsaved'), failed: false }
      case 'saved':
        return { text: t('form.saved', { time: savedAt.value }), failed: false }
    }
  }
  return computed(words)
}
