import type { Chance } from '../random.ts'
import type { World } from '../world.ts'

/** A fault that has been decided upon, with all its chances drawn, so that a seed repeats it. */
export interface Fault {
  /** For people: what happens and when. */
  readonly label: string
  /** Before the work is ordered: the trap is set, the disk is filled. */
  readonly before?: (world: World) => Promise<void> | void
  /** While the work is done: waits for its moment and does the harm. @returns false when the moment did not come */
  readonly during: (world: World) => Promise<boolean>
  /** Mends what only this fault knows of; line, hub and terminal are put right for every fault. */
  readonly mend?: (world: World) => Promise<void> | void
}

export interface FaultKind {
  /** Why this machine cannot do it; null when it can. */
  readonly unable: () => string | null
  readonly draw: (chance: Chance) => Fault
}

/** A moment that does not come within this has been made impossible by the fault before; the fault then happens anyway. */
export const patienceMs = 6_000
