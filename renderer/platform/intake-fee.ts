import type { IntakeDetail } from '#renderer/workers'
import { feesOf, type Theme, totalFen, yuanText } from '#sync/model'

/** 收费 of one intake as it stands. */
export interface IntakeFee {
  readonly yuan: string
  readonly paid: boolean
}

/** What an intake costs; null where nothing is to be paid, or not any more because it was taken back. */
export function intakeFee(theme: Theme | null | undefined, detail: IntakeDetail | null): IntakeFee | null {
  if (theme === null || theme === undefined || detail === null) return null
  const due = totalFen(feesOf(theme, detail.intake.matters))
  const paid = detail.payment !== null
  return due === 0 || (!paid && detail.withdrawal !== null) ? null : { yuan: yuanText(due), paid }
}
