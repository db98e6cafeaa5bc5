import { nextTick } from 'vue'
import type { Router } from 'vue-router'

/** Longer than any first screen takes; where nothing is drawn, as in a hidden window, no frame would ever come. */
const patienceMs = 2_000

function frame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve()))
}

/**
 * Resolves when the first screen stands, with its focus, and the page has nothing else to do: what a person does not see
 * must not keep them from what they see.
 */
export async function whenShown(router: Router): Promise<void> {
  const patience = new Promise<void>((resolve) => setTimeout(resolve, patienceMs))
  const shown = async (): Promise<void> => {
    await router.isReady()
    await nextTick()
    // The focus is set with the first frame (renderer/access/page-focus.ts) and seen with the one after it.
    for (let frames = 0; frames < 3; frames += 1) await frame()
    await new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: patienceMs }))
  }
  await Promise.race([shown(), patience])
}
