import { type Operator, type Result, type Right, done, may, refused, valueOf } from '#shell/contract'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { bridge } from './bridge.ts'
import { useDesk } from './desk.ts'
import { useDraft } from './draft.ts'
import { useSync } from './sync.ts'

/** Who is at the window. Signing in needs no network. */
export const useSession = defineStore('session', () => {
  const operator = shallowRef<Operator | null>(null)
  const signedIn = computed(() => operator.value !== null)
  /** A citizen alone at a kiosk. */
  const visiting = computed(() => operator.value?.role === 'visitor')
  /** Sees drivers, bytes and settings. */
  const technical = computed(() => can('technical'))

  /** Whether who is signed in may; the main process asks for itself. */
  function can(right: Right): boolean {
    return operator.value !== null && may(operator.value.role, right)
  }

  /** Signs in and opens this operator's drafts. A wrong password is an answer, not an exception. */
  async function signIn(operatorId: string, password: string): Promise<Result<Operator>> {
    const answer = await bridge().signIn({ operatorId, password })
    if (!answer.ok) return refused(answer.error)
    const desk = await useDesk().desk()
    await desk.beginSession(answer.value)
    operator.value = answer.value.operator
    return done(answer.value.operator)
  }

  /** Writes what is still unsaved, forgets this operator's key and drafts, and ends the session. */
  async function signOut(): Promise<void> {
    await useDraft().close()
    operator.value = null
    useSync().forget()
    const desk = await useDesk().desk()
    await desk.endSession()
    valueOf(await bridge().signOut())
  }

  /** 自助办理: begins a visit. @throws ShellError, or the store's error where nothing can be kept */
  async function beginVisit(): Promise<void> {
    const desk = await useDesk().desk()
    const visit = valueOf(await bridge().beginVisit())
    await desk.beginSession(visit)
    operator.value = visit.operator
  }

  /**
   * Ends a visit: what was not handed in is removed from the disk, and nothing of it stays in the page. Goes through to the end
   * whatever fails on the way: the key of the visit is in memory only, and is gone with it.
   */
  async function endVisit(): Promise<void> {
    useDraft().forget()
    useSync().forget()
    operator.value = null
    try {
      await (await useDesk().desk()).wipeSession()
    } catch (error) {
      console.warn('what is left of the visit has no key any more', error instanceof Error ? error.name : '')
    } finally {
      valueOf(await bridge().signOut())
    }
  }

  return { operator, signedIn, visiting, technical, can, signIn, signOut, beginVisit, endVisit }
})
