import type { TaskView } from '#renderer/workers'
import { describe, expect, it } from 'vitest'
import { inOrder } from './task-order.ts'

function task(taskId: string, changes: Partial<TaskView>): TaskView {
  return {
    taskId,
    intakeId: '00000000-0000-7000-8000-000000000000',
    receiptNumber: '',
    kind: 'supplement',
    department: null,
    caseId: null,
    matterId: null,
    items: [],
    note: '',
    dueDate: null,
    at: '2026-11-23T08:00:00Z',
    seen: false,
    ...changes,
  }
}

describe('the list of tasks', () => {
  it('starts with refusals, then the earliest last day, then what has none', () => {
    const list = [
      task('no-date', {}),
      task('later', { dueDate: '2026-12-30' }),
      task('refused', { kind: 'refused' }),
      task('sooner', { dueDate: '2026-11-25' }),
      task('no-date-older', { at: '2026-11-20T08:00:00Z' }),
    ]
    expect(inOrder(list).map(({ taskId }) => taskId)).toEqual([
      'refused',
      'sooner',
      'later',
      'no-date-older',
      'no-date',
    ])
  })
})
