import type { FieldIssue, FieldKey, MergedField } from '#sync/model'
import { computed, type ComputedRef, ref, type Ref, shallowRef, type ShallowRef, watch } from 'vue'
import type { FormQuestion } from './question-plan.ts'

/** The last screen: everything at a glance, each answer open to change. */
export const summaryId = 'summary'

/** How a step forward ended. `held`: something stands in the way, and is told beside its field. */
export type StepOutcome = 'moved' | 'held' | 'finished'

export interface QuestionPath {
  /** The question on screen; null at the summary. */
  readonly question: ComputedRef<FormQuestion | null>
  /** The id of the screen, {@link summaryId} among them. */
  readonly place: ComputedRef<string>
  /** From 1; at the summary the number of questions. */
  readonly number: ComputedRef<number>
  /** One answer that is changed out of its turn. */
  readonly changing: Readonly<ShallowRef<MergedField | null>>
  /** What held the last step, first things first. */
  readonly found: Readonly<ShallowRef<readonly FieldIssue[]>>
  readonly goTo: (id: string) => void
  /** Opens one answer, and comes back here afterwards. */
  readonly change: (field: MergedField) => void
  readonly next: () => StepOutcome
  /** False where there is nothing before this. */
  readonly back: () => boolean
}

/**
 * The way from question to question. Nothing is left behind with an error in it; a warning is told once and may then stand.
 * @param check speaks of these fields, or of all where none are named, and gives what is wrong with them
 */
export function useQuestionPath(
  plan: ComputedRef<readonly FormQuestion[]>,
  check: (keys: readonly FieldKey[] | null) => readonly FieldIssue[],
): QuestionPath {
  const current = ref(summaryId)
  const changing = shallowRef<MergedField | null>(null)
  const found = shallowRef<readonly FieldIssue[]>([])
  const warned: Ref<string | null> = ref(null)
  /** Where the question stood when it was last seen: what an answer takes away leaves its place to the next. */
  let lastAt = 0

  const at = computed(() => plan.value.findIndex(({ id }) => id === current.value))
  const question = computed(() => {
    const { value: list } = plan
    if (current.value === summaryId) return null
    return list[at.value] ?? list[Math.min(lastAt, list.length - 1)] ?? null
  })
  const number = computed(() => {
    const { value: list } = plan
    return question.value === null ? list.length : list.indexOf(question.value) + 1
  })
  const place = computed(() =>
    changing.value === null ? (question.value?.id ?? summaryId) : `change.${changing.value.key}`,
  )
  watch(
    at,
    (now) => {
      if (now >= 0) lastAt = now
    },
    { flush: 'sync' },
  )

  function goTo(id: string): void {
    changing.value = null
    found.value = []
    warned.value = null
    current.value = id
  }

  /** @returns whether the screen may be left */
  function settle(keys: readonly FieldKey[] | null): boolean {
    const issues = check(keys)
    const errors = issues.filter(({ severity }) => severity === 'error')
    if (errors.length === 0 && (issues.length === 0 || warned.value === place.value)) return true
    warned.value = errors.length === 0 ? place.value : null
    found.value = errors.length > 0 ? errors : issues
    return false
  }

  function next(): StepOutcome {
    if (changing.value !== null) {
      if (!settle([changing.value.key])) return 'held'
      goTo(current.value)
      return 'moved'
    }
    const here = question.value
    if (!settle(here === null ? null : here.fields.map(({ key }) => key))) return 'held'
    if (here === null) return 'finished'
    goTo(plan.value[plan.value.indexOf(here) + 1]?.id ?? summaryId)
    return 'moved'
  }

  function back(): boolean {
    if (changing.value !== null) {
      goTo(current.value)
      return true
    }
    const before = question.value === null ? plan.value.length - 1 : plan.value.indexOf(question.value) - 1
    const id = plan.value[before]?.id
    if (id === undefined) return false
    goTo(id)
    return true
  }

  return {
    question,
    place,
    number,
    changing,
    found,
    goTo,
    change(field) {
      found.value = []
      warned.value = null
      changing.value = field
    },
    next,
    back,
  }
}
