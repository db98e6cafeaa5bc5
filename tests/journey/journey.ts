import type { Hall } from '#build/hall'
import type { Terminal } from './terminal.ts'
import type { BirthFamily } from './birth-family.ts'

/** What the steps of a journey share. */
export interface Journey {
  readonly hall: Hall
  readonly terminal: Terminal
  readonly family: BirthFamily
  /** What earlier steps found out. */
  receiptNumber: string
  intakeId: string
}

/** One thing that a person does and sees. It throws when what should be seen is not there. */
export interface JourneyStep {
  /** Two digits and a word, for screenshots. */
  readonly id: string
  /** What happens, in one plain line. */
  readonly title: string
  readonly run: (journey: Journey) => Promise<void>
}
