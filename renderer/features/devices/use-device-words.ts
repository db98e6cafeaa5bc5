import type { DeviceSnapshot } from '#devices/contract'
import { errorSentence } from '#renderer/messages'
import { useI18n } from 'vue-i18n'

/** A device's state in one word, and as one sentence that says what to do. */
export function useDeviceWords(): {
  word: (snapshot: DeviceSnapshot) => string
  sentence: (snapshot: DeviceSnapshot) => string
} {
  const { t } = useI18n()
  const word = ({ state }: DeviceSnapshot): string =>
    state.status === 'starting' && state.again === true
      ? t('devices.again')
      : t(`devices.state.${state.status}`)
  const sentence = (snapshot: DeviceSnapshot): string => {
    const { state } = snapshot
    if (state.status === 'needs-attention') return t(`devices.reason.${state.reason}`)
    if (state.status === 'failed') {
      const { what, do: todo } = errorSentence(state.error.code)
      return what + todo
    }
    return word(snapshot)
  }
  return { word, sentence }
}
