import { useAccessModes, useAnnouncer } from '#renderer/access'
import { useCodes, useSession } from '#renderer/platform'
import { useToasts } from '#renderer/ui'
import type { ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'

/** 退出登录 and 锁屏: the two ways in which a clerk leaves the screen. */
export interface Leaving {
  readonly signOut: () => Promise<void>
  readonly lock: () => Promise<void>
}

/**
 * Leaves the screen to nobody. What cannot be written keeps the operator signed in, and is told.
 * @param crash what the screen tells when the session did not end
 * @param closeOverlays closes what lies over the page
 */
export function useLeaving(crash: ShallowRef<unknown>, closeOverlays: () => void): Leaving {
  const { t } = useI18n()
  const router = useRouter()
  const session = useSession()
  const modes = useAccessModes()
  const toasts = useToasts()
  const announcer = useAnnouncer()
  const codes = useCodes()

  /** @returns whether the screen is nobody's now */
  async function left(leave: () => Promise<void>, failed: string): Promise<boolean> {
    try {
      await leave()
    } catch (error) {
      if (session.signedIn) {
        toasts.show({ tone: 'error', text: failed })
        return false
      }
      crash.value = error
    }
    toasts.clear()
    codes.cameraOpen = false
    closeOverlays()
    return true
  }

  async function signOut(): Promise<void> {
    if (!(await left(() => session.signOut(), t('app.signOutFailed')))) return
    modes.reset()
    await router.push({ name: 'sign-in' })
    announcer.announce(t('app.signedOut'))
  }

  async function lock(): Promise<void> {
    if (!session.signedIn) return
    const { fullPath } = router.currentRoute.value
    if (!(await left(() => session.lock(fullPath), t('lock.failed')))) return
    // It stands already; and somebody may have gone on from there.
    if (router.currentRoute.value.meta.open !== true) await router.push({ name: 'lock' })
    announcer.announce(t('lock.told'))
  }

  return { signOut, lock }
}
