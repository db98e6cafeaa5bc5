import { again, final } from './facts.ts'

/** 评价器. */
export const reviewPad = {
  /** The pad does not accept this terminal's key. */
  'review.refused': final,
  /** The pad did not confirm that it shows the question: nobody can have answered. */
  'review.not-shown': again,
} as const
