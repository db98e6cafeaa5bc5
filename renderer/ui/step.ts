/** One step in a rail. */
export interface Step {
  readonly id: string
  readonly label: string
  /** `problem`: it was left, and something in it is still open. */
  readonly state: 'todo' | 'done' | 'problem'
  readonly current?: boolean | undefined
  /** May not be opened yet. */
  readonly locked?: boolean | undefined
  readonly note?: string | undefined
  readonly shortcut?: string | undefined
}
