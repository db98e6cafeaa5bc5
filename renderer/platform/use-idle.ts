import { bridge } from './bridge.ts'
import { onBeforeUnmount, onMounted, shallowRef, type ShallowRef } from 'vue'

/** What a person does who is still there; a pointer that only lies there does nothing. */
const signs = ['pointerdown', 'keydown', 'input', 'wheel', 'touchstart'] as const
const tickMs = 250

export interface IdleControl {
  /** Seconds until the visit ends, while the person is asked; null while they are busy. */
  readonly secondsLeft: Readonly<ShallowRef<number | null>>
  /** They are still there. */
  readonly stay: () => void
}

/**
 * Asks after `idleSeconds` without a sign of life whether somebody is still there, and tells after `askSeconds` more that nobody is
 * (WCAG 2.2.1: one touch, anywhere, extends). What a device does for the person counts as well.
 */
export function useIdle(
  limits: { readonly idleSeconds: number; readonly askSeconds: number },
  onOver: () => void,
): IdleControl {
  const secondsLeft = shallowRef<number | null>(null)
  let last = performance.now()
  let over = false
  let timer: ReturnType<typeof setInterval> | undefined
  let stopListening: (() => void) | undefined

  function stay(): void {
    if (over) return
    last = performance.now()
    secondsLeft.value = null
  }

  function tick(): void {
    // Monotonic: turning the clock ends nobody's visit.
    const idle = (performance.now() - last) / 1000
    if (over || idle < limits.idleSeconds) return
    const left = Math.ceil(limits.idleSeconds + limits.askSeconds - idle)
    if (left > 0) {
      secondsLeft.value = left
      return
    }
    over = true
    secondsLeft.value = null
    onOver()
  }

  onMounted(() => {
    for (const sign of signs) window.addEventListener(sign, stay, { capture: true, passive: true })
    stopListening = bridge().onDeviceEvent(({ type }) => {
      if (type !== 'state-changed') stay()
    })
    timer = setInterval(tick, tickMs)
  })
  onBeforeUnmount(() => {
    for (const sign of signs) window.removeEventListener(sign, stay, { capture: true })
    stopListening?.()
    clearInterval(timer)
  })
  return { secondsLeft, stay }
}
