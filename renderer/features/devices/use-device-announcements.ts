import { bridge, useDevices, useSession } from '#renderer/platform'
import { useToasts } from '#renderer/ui'
import { onBeforeUnmount, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { isNews } from './device-words.ts'
import { useDeviceWords } from './use-device-words.ts'

/**
 * Tells the operator by a toast, which is a live region, when a device needs somebody, when it is back, and when
 * somebody's card was left on a reader; once in the application.
 */
export function useDeviceAnnouncements(): void {
  const { t } = useI18n()
  const devices = useDevices()
  const session = useSession()
  const toasts = useToasts()
  const { sentence } = useDeviceWords()
  /** What was last told of each device: news about it takes the place of what is no longer true. */
  const told = new Map<string, number>()
  watch(
    () => devices.snapshots,
    (after, before) => {
      // The first picture of the devices is in the bar; only changes are news.
      if (before.length === 0 || !session.signedIn) return
      for (const snapshot of after) {
        const news = isNews(
          before.find(({ id }) => id === snapshot.id),
          snapshot,
        )
        if (news === null) continue
        const text = t(`devices.changed.${news}`, { label: snapshot.label, text: sentence(snapshot) })
        const stale = told.get(snapshot.id)
        if (stale !== undefined) toasts.dismiss(stale)
        told.set(snapshot.id, toasts.show({ tone: news === 'bad' ? 'warn' : 'success', text }))
      }
    },
  )

  onBeforeUnmount(
    bridge().onDeviceEvent((event) => {
      if (event.type !== 'card-left' || !session.signedIn) return
      const reader = devices.snapshots.find(({ id }) => id === event.deviceId)
      const kind = reader?.kind === 'smart-card-reader' ? reader.kind : 'id-card-reader'
      toasts.show({ tone: 'warn', text: t(`devices.cardLeft.${kind}`, { label: reader?.label ?? '' }) })
    }),
  )
}
