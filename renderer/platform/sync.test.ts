import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { TaskView } from '#renderer/workers'

/** The worker's answer to the next question for tasks, given when the test says so. */
const answers: ((tasks: TaskView[]) => void)[] = []
vi.mock('./desk.ts', () => ({
  useDesk: () => ({
    desk: () => Promise.resolve({ listTasks: () => new Promise((resolve) => answers.push(resolve)) }),
    onChange: () => () => undefined,
  }),
}))
const { useSync } = await import('./sync.ts')

const task: TaskView = {
  taskId: 't1',
  intakeId: 'i1',
  receiptNumber: '430102-T01-20261123-00001-W',
  kind: 'supplement',
  department: 'police',
  caseId: null,
  matterId: null,
  items: [],
  note: '',
  dueDate: null,
  at: '2026-11-23T00:00:00Z',
  seen: false,
}

describe('tasks at a change of operator', () => {
  beforeEach(() => {
    answers.length = 0
    setActivePinia(createPinia())
  })

  it('are gone with the one who leaves', async () => {
    const sync = useSync()
    const loading = sync.reloadTasks()
    await vi.waitFor(() => expect(answers).toHaveLength(1))
    answers[0]?.([task])
    await loading
    expect(sync.tasks).toEqual([task])
    sync.forget()
    expect(sync.tasks).toEqual([])
  })

  it('do not come back with an answer that was on its way', async () => {
    const sync = useSync()
    const loading = sync.reloadTasks()
    await vi.waitFor(() => expect(answers).toHaveLength(1))
    sync.forget()
    answers[0]?.([task])
    await loading
    expect(sync.tasks).toEqual([])
  })
})
