import { useDesk } from '#renderer/platform'
import type { IntakeFinds } from '#renderer/workers'
import { computed, onScopeDispose, ref, type Ref, shallowRef, watch } from 'vue'

/** Somebody who types is not asked about at each letter. */
const pauseMs = 150
/** What takes longer than this is said to be under way. */
const slowMs = 400
const limit = 30

/** How a question stands. `short`: it does not mean anything yet. */
export type SearchState = 'idle' | 'short' | 'asking' | 'slow' | 'found' | 'none' | 'problem'

/**
 * 查收件: what is typed, and what the operator's intakes answer. The words stay in memory: in no address and no history.
 * @param revision asks again when it changes, for what is found changes with the hub's answers
 */
export function useIntakeSearch(
  revision: () => unknown,
  ask = async (query: string): Promise<IntakeFinds | null> => {
    const desk = await useDesk().desk()
    return desk.searchIntakes({ query, limit })
  },
): {
  query: Ref<string>
  state: Readonly<Ref<SearchState>>
  finds: Readonly<Ref<IntakeFinds | null>>
  problem: Readonly<Ref<unknown>>
  retry: () => void
} {
  const query = ref('')
  const finds = shallowRef<IntakeFinds | null>(null)
  const problem = shallowRef<unknown>(null)
  const waiting = ref<'asking' | 'slow' | null>(null)
  const asked = computed(() => query.value.trim())
  let pause: ReturnType<typeof setTimeout> | undefined
  let slow: ReturnType<typeof setTimeout> | undefined
  let questions = 0

  function stopWaiting(): void {
    clearTimeout(pause)
    clearTimeout(slow)
    waiting.value = null
  }

  async function run(): Promise<void> {
    questions += 1
    const mine = questions
    stopWaiting()
    waiting.value = 'asking'
    slow = setTimeout(() => (waiting.value = 'slow'), slowMs)
    let answer: IntakeFinds | null = null
    let failure: unknown = null
    try {
      answer = await ask(asked.value)
    } catch (error) {
      failure = error
    }
    if (mine !== questions) return
    stopWaiting()
    finds.value = answer
    problem.value = failure
  }

  watch(asked, (text) => {
    questions += 1
    stopWaiting()
    if (text === '') {
      finds.value = problem.value = null
      return
    }
    waiting.value = 'asking'
    pause = setTimeout(() => void run(), pauseMs)
  })
  watch(revision, () => {
    if (asked.value !== '' && waiting.value === null) void run()
  })
  onScopeDispose(() => {
    questions += 1
    stopWaiting()
  })

  const state = computed((): SearchState => {
    if (asked.value === '') return 'idle'
    if (waiting.value !== null) return waiting.value
    if (problem.value !== null) return 'problem'
    if (finds.value === null) return 'short'
    return finds.value.found.length > 0 ? 'found' : 'none'
  })
  return { query, state, finds, problem, retry: () => void run() }
}
