import { useCatalogue, useSession, useSync } from '#renderer/platform'
import { useToasts } from '#renderer/ui'
import { watch } from 'vue'
import { useI18n } from 'vue-i18n'

/** Tells the operator of a task that has just come, and offers to open the list; once in the application. */
export function useTaskArrivals(openList: () => void): void {
  const { t } = useI18n()
  const sync = useSync()
  const catalogues = useCatalogue()
  const session = useSession()
  const toasts = useToasts()
  watch(
    () => sync.arrived,
    (task) => {
      if (task === null || !session.signedIn) return
      const text =
        task.kind === 'supplement'
          ? t('tasks.arrived', {
              department:
                task.department === null ? t('tasks.hub') : catalogues.departmentName(task.department),
              number: task.receiptNumber,
            })
          : t('tasks.arrivedRefused', { number: task.receiptNumber })
      const toast = toasts.show({
        tone: 'warn',
        text,
        action: {
          label: t('tasks.see'),
          run: () => {
            toasts.dismiss(toast)
            openList()
          },
        },
      })
    },
  )
}
