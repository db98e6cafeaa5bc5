import { useDevices } from '#renderer/platform'
import { isUsable, type ReviewAnswer } from '#devices/contract'
import { computed, type ComputedRef, onBeforeUnmount } from 'vue'

export interface ReviewPadControl {
  /** Whether there is one that can be asked now. */
  readonly present: ComputedRef<boolean>
  /** Asks it as well; nothing comes of a pad that fails or of nobody pressing a key. */
  readonly ask: (matter: string, answered: (answer: ReviewAnswer) => void) => void
  /** Takes the question away from it. */
  readonly stop: () => void
}

/** As long as one looks at the screen. */
const patienceMs = 120_000
/** What a pad has room for. */
const longestMatter = 60

/** 评价器 beside the screen: the same question, whoever is answered first. Leaving the screen takes the question away. */
export function useReviewPad(): ReviewPadControl {
  const devices = useDevices()
  let asking: AbortController | null = null
  const present = computed(() => {
    const pad = devices.ofKind('review-pad')
    return pad !== null && isUsable(pad.state)
  })

  function stop(): void {
    asking?.abort()
    asking = null
  }

  function ask(matter: string, answered: (answer: ReviewAnswer) => void): void {
    stop()
    if (!present.value) return
    const own = new AbortController()
    asking = own
    const input = {
      timeoutMs: patienceMs,
      ...(matter === '' ? {} : { matter: matter.slice(0, longestMatter) }),
    }
    devices
      .invoke('review:ask', input, { signal: own.signal })
      .then((answer) => {
        if (asking === own && !own.signal.aborted) answered(answer)
      })
      .catch(() => undefined)
  }

  onBeforeUnmount(stop)
  return { present, ask, stop }
}
