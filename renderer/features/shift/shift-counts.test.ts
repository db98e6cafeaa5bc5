import { expect, it } from 'vitest'
import { shiftReport } from './shift-counts.ts'

const task = (taskId: string, kind: 'supplement' | 'refused' | 'deferred', dueDate: string | null) => ({
  taskId,
  kind,
  dueDate,
  receiptNumber: `R-${taskId}`,
})

it('a shift is handed over with what was taken in, what waits, and what is due first', () => {
  const report = shiftReport({
    today: '2026-11-28',
    isToday: (at) => at.startsWith('2026-11-28'),
    drafts: 2,
    intakes: [
      { submittedAt: '2026-11-28T01:00:00Z', delivery: 'delivered' },
      { submittedAt: '2026-11-28T02:00:00Z', delivery: 'sending' },
      { submittedAt: '2026-11-25T02:00:00Z', delivery: 'waiting' },
      { submittedAt: '2026-11-27T02:00:00Z', delivery: 'refused' },
    ],
    tasks: [
      task('a', 'supplement', null),
      task('b', 'supplement', '2026-11-28'),
      task('c', 'deferred', '2026-11-20'),
      task('d', 'deferred', '2026-12-20'),
      task('e', 'refused', null),
    ],
  })
  // What waits from the days before is not forgotten over the day's own.
  expect(report.counts).toEqual({ taken: 2, waiting: 2, refused: 1, tasks: 2, promised: 2, drafts: 2 })
  expect(report.dueToday).toBe(2)
  expect(report.tasks.map(({ taskId }) => taskId)).toEqual(['b', 'a'])
  expect(report.promised.map(({ taskId }) => taskId)).toEqual(['c', 'd'])
})
