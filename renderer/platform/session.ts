import {
  type Operator,
  type Result,
  type Right,
  type SecondPerson,
  type ShiftCounts,
  done,
  may,
  refused,
  valueOf,
} from '#shell/contract'
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

  /** 锁屏: whose work is behind the lock, and where they stood; gone with the next sign-in. */
  const locked = shallowRef<{ readonly operator: Operator; readonly path: string } | null>(null)

  /** Signs in and opens this operator's drafts. A wrong password is an answer, not an exception. */
  async function signIn(operatorId: string, password: string): Promise<Result<Operator>> {
    await leaving
    const answer = await bridge().signIn({ operatorId, password })
    if (!answer.ok) return refused(answer.error)
    const desk = await useDesk().desk()
    await desk.beginSession(answer.value)
    operator.value = answer.value.operator
    locked.value = null
    return done(answer.value.operator)
  }

  /** Whoever signs in at once must not be signed out by what still ends the session before. */
  let leaving: Promise<unknown> = Promise.resolve()

  function leave(end: () => Promise<Result<undefined>>): Promise<void> {
    operator.value = null
    useSync().forget()
    const left = (async () => {
      await (await useDesk().desk()).endSession()
      valueOf(await end())
    })()
    leaving = left.catch(() => undefined)
    return left
  }

  /** Writes what is still unsaved, forgets this operator's key and drafts, and ends the session. */
  async function signOut(): Promise<void> {
    await useDraft().close()
    locked.value = null
    await leave(() => bridge().signOut())
  }

  /**
   * 锁屏: the same, but it is remembered who worked here and at which place. Nothing of the work stays in the page: whoever
   * comes back has it opened anew.
   * @param path where they stand
   */
  async function lock(path: string): Promise<void> {
    await useDraft().close()
    if (operator.value === null) return
    locked.value = { operator: operator.value, path }
    await leave(() => bridge().lock())
  }

  /**
   * 交接班: the next operator takes over on their own word, and it is their session from then on.
   * @throws ShellError `session.…` when they may not, or the password is wrong; nothing has changed then
   */
  async function handOver(second: SecondPerson, counts: ShiftCounts): Promise<Operator> {
    await useDraft().close()
    const session = valueOf(await bridge().handOver({ second, counts }))
    useSync().forget()
    // Before anything that can fail: the first one's name is not the screen's any more.
    operator.value = session.operator
    await (await useDesk().desk()).beginSession(session)
    return session.operator
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

  return {
    ...{ operator, locked, signedIn, visiting, technical, can },
    ...{ signIn, signOut, lock, handOver, beginVisit, endVisit },
  }
})
