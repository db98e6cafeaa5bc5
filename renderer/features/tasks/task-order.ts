import type { TaskView } from '#renderer/workers'

/** The earliest last day first; what has none comes after, the oldest first. Refusals wait for nobody: on top. */
export function inOrder(tasks: readonly TaskView[]): TaskView[] {
  const rank = (task: TaskView): string =>
    task.kind === 'refused' ? '0' : task.dueDate === null ? '2' : `1${task.dueDate}`
  return [...tasks].sort(
    (left, right) => rank(left).localeCompare(rank(right)) || left.at.localeCompare(right.at),
  )
}
