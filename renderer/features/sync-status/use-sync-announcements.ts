import { useAnnouncer } from '#renderer/access'
import { useSync } from '#renderer/platform'
import { watch } from 'vue'
import { useI18n } from 'vue-i18n'

/** Says when the line goes and when it is back; once in the application. */
export function useSyncAnnouncements(): void {
  const { t } = useI18n()
  const sync = useSync()
  const announcer = useAnnouncer()
  watch(
    () => sync.state?.link,
    (link, before) => {
      if (before === undefined || before === 'unknown') return
      if (link === 'online') announcer.announce(t('syncStatus.told.online'))
      if (link === 'offline') announcer.announce(t('syncStatus.told.offline'))
    },
  )
}
