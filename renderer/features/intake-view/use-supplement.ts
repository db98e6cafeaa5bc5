import { useDesk } from '#renderer/platform'
import type { IntakeDetail, SupplementInput, TaskView } from '#renderer/workers'
import { ownItemId, type Theme } from '#sync/model'
import { ref, shallowRef } from 'vue'
import { useRouter } from 'vue-router'

/** What a 补正告知 asks for, as a supplement; an item that names no material of the theme is a paper of its own. */
export function requestedItems(
  task: Pick<TaskView, 'items' | 'note'>,
  theme: Theme,
): SupplementInput['items'] {
  const known = new Set(theme.materials.map(({ id }) => id))
  // A department may say in its note alone what it wants.
  const asked = task.items.length === 0 ? [{ materialId: null, text: task.note }] : task.items
  return asked.map(({ materialId, text }, at) => ({
    materialId: materialId !== null && known.has(materialId) ? materialId : ownItemId(at),
    text,
  }))
}

/** 补交: opens what brings an intake's missing papers, at its materials. */
export function useSupplement() {
  const desk = useDesk()
  const router = useRouter()
  const busy = ref(false)
  const problem = shallowRef<unknown>(null)

  async function begin(intakeId: string, input: SupplementInput): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = null
    try {
      const { id: draftId } = await (await desk.desk()).createSupplement(intakeId, input)
      await router.push({ name: 'draft-materials', params: { draftId } })
    } catch (error) {
      problem.value = error
    } finally {
      busy.value = false
    }
  }

  return {
    busy,
    problem,
    /** Answers a department's request. */
    answer: (task: TaskView, theme: Theme): Promise<void> =>
      begin(task.intakeId, {
        requestId: task.taskId,
        caseId: task.caseId,
        matters: task.matterId === null ? [] : [task.matterId],
        items: requestedItems(task, theme),
      }),
    /** 容缺后补: hands in a paper that was promised. */
    bring: ({ intake }: IntakeDetail, materialId: string, theme: Theme): Promise<void> =>
      begin(intake.intakeId, {
        requestId: null,
        caseId: null,
        matters: theme.matters.flatMap(({ id, materials }) =>
          intake.matters.includes(id) && materials.includes(materialId) ? [id] : [],
        ),
        items: [
          { materialId, text: theme.materials.find(({ id }) => id === materialId)?.name ?? materialId },
        ],
      }),
  }
}
