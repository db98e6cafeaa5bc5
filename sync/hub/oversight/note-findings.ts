import { type Catalogue, type Intake, preCheck, settleFindings, themeOf } from '#sync/model'
import { chinaDay } from '../china-day.ts'
import type { Queries } from '../database.ts'

/** How many findings an intake came with, as numbers only: the hub keeps nothing of the form in clear. */
export async function noteFindings(queries: Queries, intake: Intake, catalogue: Catalogue): Promise<void> {
  const theme = themeOf(catalogue.themes, intake)
  if (theme === undefined) return
  const found = settleFindings(
    preCheck(theme, catalogue, intake, chinaDay(Date.parse(intake.submittedAt))),
    intake.overrides,
  )
  const explained = found.filter(({ override }) => override !== undefined && override !== null).length
  await queries.rows(
    `INSERT INTO intake_findings (intake_id, explained, unexplained) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [intake.intakeId, explained, found.length - explained],
  )
}
