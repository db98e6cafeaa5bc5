import type { IntakeSummary, TaskView } from '#renderer/workers'
import type { ShiftCounts } from '#shell/contract'

/** A receipt number that the next operator has to know, with the day by which something is due. */
export interface LeftOver {
  readonly taskId: string
  readonly receiptNumber: string
  /** `YYYY-MM-DD`, or null where none was set. */
  readonly dueDate: string | null
}

/** 交接班: what an operator leaves. Numbers only: nothing on it names a citizen. */
export interface ShiftReport {
  readonly counts: ShiftCounts
  /** Of the tasks and promises, those that are due today or were due before. */
  readonly dueToday: number
  readonly refused: readonly LeftOver[]
  readonly tasks: readonly LeftOver[]
  readonly promised: readonly LeftOver[]
}

const byDue = (left: LeftOver, right: LeftOver): number =>
  (left.dueDate ?? '9999').localeCompare(right.dueDate ?? '9999')

/**
 * Counts one operator's work.
 * @param input.isToday whether an instant is of this day, by the terminal's clock
 * @param input.today `YYYY-MM-DD`
 */
export function shiftReport(input: {
  readonly intakes: readonly Pick<IntakeSummary, 'submittedAt' | 'delivery'>[]
  readonly tasks: readonly Pick<TaskView, 'taskId' | 'receiptNumber' | 'kind' | 'dueDate'>[]
  readonly drafts: number
  readonly today: string
  readonly isToday: (isoTime: string) => boolean
}): ShiftReport {
  const of = (kind: TaskView['kind']): LeftOver[] =>
    input.tasks
      .filter((task) => task.kind === kind)
      .map(({ taskId, receiptNumber, dueDate }) => ({ taskId, receiptNumber, dueDate }))
      .sort(byDue)
  const [refused, tasks, promised] = [of('refused'), of('supplement'), of('deferred')]
  const delivery = (...states: IntakeSummary['delivery'][]): number =>
    input.intakes.filter((intake) => states.includes(intake.delivery)).length
  return {
    counts: {
      taken: input.intakes.filter(({ submittedAt }) => input.isToday(submittedAt)).length,
      waiting: delivery('waiting', 'sending'),
      refused: delivery('refused'),
      tasks: tasks.length,
      promised: promised.length,
      drafts: input.drafts,
    },
    dueToday: [...tasks, ...promised].filter(({ dueDate }) => dueDate !== null && dueDate <= input.today)
      .length,
    refused,
    tasks,
    promised,
  }
}
