import { errorCodeOf } from '#renderer/messages'
import { useTerminal } from '#renderer/platform'
import type { ShallowRef } from 'vue'

const lookAgainMs = 3_000

/**
 * Asks the main process what this terminal is. A full disk is told, and looked at again by itself: whoever makes room
 * there does not stand before this screen.
 * @param problem what the screen tells meanwhile
 * @returns false when it cannot be had
 */
export async function loadTerminal(problem: ShallowRef<unknown>): Promise<boolean> {
  for (;;) {
    try {
      await useTerminal().load()
      problem.value = null
      return true
    } catch (error) {
      problem.value = error
      if (errorCodeOf(error) !== 'storage.disk-full') return false
    }
    await new Promise((next) => setTimeout(next, lookAgainMs))
  }
}
