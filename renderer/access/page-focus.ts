import { nextTick } from 'vue'
import type { Router } from 'vue-router'

/** Long enough for a lazily loaded screen with its data, short enough not to surprise anybody. */
const patienceMs = 1500

function focusStart(main: HTMLElement): boolean {
  const wanted = main.querySelector<HTMLElement>('[data-autofocus]')
  const heading = main.querySelector<HTMLElement>('h1')
  const target = wanted ?? heading
  if (target === null) return false
  if (target === heading) target.tabIndex = -1
  target.focus({ preventScroll: target === heading })
  return document.activeElement === target
}

/**
 * After a change of page the focus goes to what the page marks with `data-autofocus`, else to its heading — unless the
 * page has already taken it somewhere inside `main` by itself.
 */
export function focusPages(router: Router): void {
  router.afterEach((to, from, failure) => {
    if (failure !== undefined || to.path === from.path) return
    const since = performance.now()
    const left = document.activeElement
    const attempt = (): void => {
      if (router.currentRoute.value.fullPath !== to.fullPath) return
      const main = document.querySelector<HTMLElement>('main')
      const active = document.activeElement
      const pageTookIt = active !== null && active !== left && active !== document.body
      if (pageTookIt && active.isConnected) return
      if (main !== null && focusStart(main)) return
      if (performance.now() - since < patienceMs) requestAnimationFrame(attempt)
    }
    void nextTick(() => requestAnimationFrame(attempt))
  })
}
