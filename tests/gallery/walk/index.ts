import { afterChapter, paymentChapter } from './after.ts'
import { deskChapter, placesChapter } from './desk.ts'
import { intakeChapter, transferChapter } from './intake.ts'
import { administratorChapter, guidanceChapter, rosterChapter } from './others.ts'
import { signInChapter } from './sign-in.ts'
import type { Chapter } from './walk.ts'

export { toDesk, type Chapter, type Walk } from './walk.ts'

/** The whole walk, in order. */
export const chapters: readonly Chapter[] = [
  signInChapter,
  deskChapter,
  placesChapter,
  guidanceChapter,
  rosterChapter,
  intakeChapter,
  transferChapter,
  afterChapter,
  paymentChapter,
  administratorChapter,
]
