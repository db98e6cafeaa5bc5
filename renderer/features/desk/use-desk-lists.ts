import { useDesk, useSync } from '#renderer/platform'
import { localDay } from '#renderer/platform/receipts'
import type { IntakeSummary } from '#renderer/workers'
import type { Draft } from '#sync/model'
import { computed, onMounted, shallowRef, watch } from 'vue'

/** Enough for a busy window's day and some days before it. */
const limit = 200

/** The operator's drafts and intakes, kept current while the desk is on screen. */
export function useDeskLists() {
  const sync = useSync()
  const drafts = shallowRef<readonly Draft[] | null>(null)
  const intakes = shallowRef<readonly IntakeSummary[] | null>(null)
  const problem = shallowRef<unknown>(null)
  const today = localDay()

  async function reload(): Promise<void> {
    try {
      const desk = await useDesk().desk()
      const [allDrafts, allIntakes] = await Promise.all([desk.listDrafts(), desk.listIntakes({ limit })])
      drafts.value = [...allDrafts].sort((left, right) => right.updatedAt.localeCompare(left.updatedAt))
      intakes.value = [...allIntakes].sort((left, right) => right.submittedAt.localeCompare(left.submittedAt))
      problem.value = null
    } catch (error) {
      problem.value = error
    }
  }

  onMounted(() => Promise.all([reload(), sync.reloadTasks().catch(() => undefined)]))
  watch(
    () => sync.revision,
    () => void reload(),
  )
  watch(
    () => [sync.state?.pendingIntakes, sync.state?.sending?.receiptNumber],
    () => void reload(),
  )

  const isToday = (intake: IntakeSummary): boolean => localDay(new Date(intake.submittedAt)) === today
  return {
    drafts,
    intakes,
    problem,
    reload,
    todays: computed(() => intakes.value?.filter(isToday) ?? null),
    earlier: computed(() => intakes.value?.filter((intake) => !isToday(intake)) ?? []),
  }
}
