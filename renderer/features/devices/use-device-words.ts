import type { DeviceSnapshot } from '#devices/contract'
import { errorSentence } from '#renderer/messages'
import { useI18n } from 'vue-i18n'

/** A device's state as one sentence. */
export function useDeviceWords(): (snapshot: DeviceSnapshot) => string {
  const { t } = useI18n()
  return ({ state }) => {
    if (state.status === 'needs-attention') return t(`devices.reason.${state.reason}`)
    if (state.status === 'failed') {
      const { what, do: todo } = errorSentence(state.error.code)
      return what + todo
    }
    return t(`devices.state.${state.status}`)
  }
}
