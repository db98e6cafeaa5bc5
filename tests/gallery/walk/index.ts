import type { Page } from '@playwright/test'
import { afterChapter, paymentChapter } from './after.ts'
import { deskChapter, placesChapter } from './desk.ts'
import { intakeChapter, transferChapter } from './intake.ts'
import { administratorChapter, guidanceChapter, rosterChapter } from './others.ts'
import { signInChapter } from './sign-in.ts'
import type { Mode } from '../variants.ts'
import { kioskChapters, toAttract } from './kiosk.ts'
import { type Chapter, toDesk } from './walk.ts'

export type { Chapter, Walk } from './walk.ts'
export { galleryKiosk } from './kiosk.ts'

/** With somebody at the keys. */
const attendedChapters: readonly Chapter[] = [
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

/** The whole walk of a mode, in order. */
export function chaptersOf(mode: Mode): readonly Chapter[] {
  return mode === 'kiosk' ? kioskChapters : attendedChapters
}

/** To where a chapter of a mode can begin, and the one before has to end. */
export async function toStart(page: Page, mode: Mode): Promise<void> {
  await (mode === 'kiosk' ? toAttract(page) : toDesk(page))
}
