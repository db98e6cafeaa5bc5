import { caseStatuses } from '#sync/model'
import { z } from 'zod'
import type { StoredDetails } from './stored-details.ts'

/** 统计: what is kept of an intake when its time here is over. Nothing of a citizen; not even the receipt's number. */
export const intakeStatisticsSchema = z.strictObject({
  schema: z.literal(1),
  themeId: z.string(),
  operatorId: z.string(),
  siteCode: z.string(),
  /** `YYYY-MM-DD` of its submission, by the terminal's own clock and zone. */
  day: z.iso.date(),
  matters: z.int(),
  pages: z.int(),
  /** Findings that the clerk explained instead of mending. */
  explained: z.int(),
  /** From the first keystroke to 已保存; null where the clock was set in between. */
  seconds: z.int().nullable(),
  withdrawn: z.boolean(),
  cases: z.partialRecord(z.enum(caseStatuses), z.int()),
})
export type IntakeStatistics = z.infer<typeof intakeStatisticsSchema>

/** The statistics of one stored intake. */
export function statisticsOf({ intake, cases, withdrawal }: StoredDetails): IntakeStatistics {
  const started = Date.parse(intake.startedAt)
  const submitted = new Date(intake.submittedAt)
  const seconds = Math.round((submitted.getTime() - started) / 1_000)
  const counts: IntakeStatistics['cases'] = {}
  for (const { status } of cases) counts[status] = (counts[status] ?? 0) + 1
  return {
    schema: 1,
    themeId: intake.themeId,
    operatorId: intake.operator.id,
    siteCode: intake.terminal.siteCode,
    day: localDay(submitted),
    matters: intake.matters.length,
    pages: intake.attachments.length,
    explained: intake.overrides.length,
    seconds: Number.isFinite(seconds) && seconds >= 0 ? seconds : null,
    withdrawn: withdrawal !== null,
    cases: counts,
  }
}

function localDay(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
