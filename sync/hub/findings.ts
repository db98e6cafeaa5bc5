import type { DepartmentCase } from '#sync/api'
import { type Catalogue, type Intake, preCheck, settleFindings, themeOf } from '#sync/model'
import { chinaDay } from './china-day.ts'

/**
 * 智能预审 at the hub: the rules that the terminal ran, run again over what arrived, for one matter. A terminal that
 * skipped them hides nothing; a reason that the window gave stands beside the finding. It is computed whenever a
 * department reads its cases: the hub keeps nothing of the form in clear.
 */
export function findingsOf(
  intake: Intake,
  matterId: string,
  catalogue: Catalogue,
): DepartmentCase['findings'] {
  const theme = themeOf(catalogue.themes, intake)
  if (theme === undefined) return []
  return settleFindings(
    preCheck(theme, catalogue, intake, chinaDay(Date.parse(intake.submittedAt))),
    intake.overrides,
  ).flatMap(({ rule, target, text, matters, override }) =>
    matters.includes(matterId) ? [{ rule, target, text, reason: override?.reason ?? null }] : [],
  )
}
