import { errorSentence } from '#renderer/messages'
import { useCodes } from '#renderer/platform'
import { useToasts } from '#renderer/ui'
import { onBeforeUnmount, onMounted } from 'vue'
import { useI18n } from 'vue-i18n'

/** Listens to the scanners of this terminal, and says so where a code came to nothing; once in the application. */
export function useScannedCodes(): void {
  const { t } = useI18n()
  const toasts = useToasts()
  const codes = useCodes()
  let stop: (() => void) | undefined
  onMounted(() => {
    stop = codes.start({
      unclaimed: () => {
        toasts.show({ tone: 'info', text: t('devices.codes.unclaimed') })
      },
      refused: (code) => {
        const { what, do: remedy } = errorSentence(code)
        toasts.show({ tone: 'warn', text: `${what}${remedy}` })
      },
    })
  })
  onBeforeUnmount(() => stop?.())
}
