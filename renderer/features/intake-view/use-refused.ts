import { useDesk } from '#renderer/platform'
import type { IntakeDetail } from '#renderer/workers'
import { ref, shallowRef } from 'vue'
import { useRouter } from 'vue-router'

/** What a clerk does about an intake that the hub has refused. */
export function useRefused() {
  const desk = useDesk()
  const router = useRouter()
  const busy = ref(false)
  const problem = shallowRef<unknown>(null)

  async function once<T>(work: () => Promise<T>): Promise<T | null> {
    if (busy.value) return null
    busy.value = true
    problem.value = null
    try {
      return await work()
    } catch (error) {
      problem.value = error
      return null
    } finally {
      busy.value = false
    }
  }

  return {
    busy,
    problem,
    /** 改正: opens a draft with all that it held, at its form. */
    correct: (intakeId: string): Promise<unknown> =>
      once(async () => {
        const { id: draftId, supplement } = await (await desk.desk()).createCorrection(intakeId)
        // What is handed in later has no form of its own.
        const name = supplement === null ? 'draft-form' : 'draft-materials'
        await router.push({ name, params: { draftId } })
      }),
    /** 重新发送. @returns the intake as it then stands; null when it could not be done */
    sendAgain: (intakeId: string): Promise<IntakeDetail | null> =>
      once(async () => (await desk.desk()).sendAgain(intakeId)),
  }
}
