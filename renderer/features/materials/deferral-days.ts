import { addWorkingDays } from '#sync/model'

/** A day on which a deferred material may be due. */
export interface DeferralDay {
  /** `YYYY-MM-DD`. */
  readonly date: string
  /** The how manieth working day after today it is. */
  readonly workingDay: number
  /** False where that year's holidays are not published yet. */
  readonly certain: boolean
}

/** All working days up to the longest deferral that the published list allows; the last one last. */
export function deferralDays(today: string, longest: number): DeferralDay[] {
  return Array.from({ length: longest }, (_, index) => ({
    ...addWorkingDays(today, index + 1),
    workingDay: index + 1,
  }))
}
