import { type FeedEvent, feedEventSchema, type ReportKind } from '#sync/api'
import type { Catalogue, Intake, Satisfaction, Theme } from '#sync/model'
import { type SealedStore, sealedIntake, shareOf } from '../cases.ts'
import type { Queries } from '../database.ts'
import type { ProvinceApplicant, ProvinceMaterial, ProvinceReport, SpecialProcedure } from './port.ts'

/** A report's row, as far as its content is made from it. */
export interface ReportRow {
  readonly report_id: string
  readonly serial: string | number
  readonly intake_id: string
  readonly case_id: string
  readonly kind: ReportKind
  readonly position: string | number
  readonly review_id: string | null
  readonly happened_at: Date
}

/** What reports are made from. */
export interface ReportSource extends SealedStore {
  readonly catalogue: Catalogue
}

type CaseEvent = Extract<FeedEvent, { type: 'case.progressed' | 'case.supplement-requested' }>

const ends: ReadonlySet<string> = new Set(['completed', 'rejected', 'withdrawn'])

async function historyOf(queries: Queries, row: ReportRow): Promise<CaseEvent[]> {
  const rows = await queries.rows<{ event: string }>(
    'SELECT event FROM feed WHERE case_id = $1 AND position <= $2 ORDER BY position',
    [row.case_id, row.position],
  )
  return rows.flatMap(({ event }) => {
    const parsed = feedEventSchema.parse(JSON.parse(event))
    return 'case' in parsed ? [parsed] : []
  })
}

function applicantOf(intake: Intake, theme: Theme): ProvinceApplicant {
  const { signer } = intake.signature
  const value = (element: string): string => intake.values[`${signer}.${element}`]?.value ?? ''
  const organisation = theme.subjects.find(({ id }) => id === signer)?.kind === 'organisation'
  const own = value('address')
  return {
    kind: organisation ? 'organisation' : 'person',
    name: value(organisation ? 'orgName' : 'name'),
    idType: organisation ? '' : value('idType'),
    idNumber: value(organisation ? 'creditCode' : 'idNumber'),
    address: own === '' ? value('householdAddress') : own,
  }
}

function materialsOf(intake: Intake, matterId: string, catalogue: Catalogue): ProvinceMaterial[] {
  const theme = catalogue.themes.find(({ id }) => id === intake.themeId)
  return shareOf(intake, matterId, catalogue).materials.map((entry) => ({
    materialId: entry.materialId,
    name: theme?.materials.find(({ id }) => id === entry.materialId)?.name ?? entry.materialId,
    status: entry.status,
    files: entry.status === 'attached' ? entry.attachments.length : 0,
  }))
}

/** The procedure that the last step of a history begins or ends. */
function procedureOf(history: readonly CaseEvent[], kind: ReportKind): SpecialProcedure | null {
  const at = history.findLastIndex(({ case: { status } }) => status === 'suspended')
  const began = history[at]
  if (began === undefined || kind === 'handed-over' || kind === 'reviewed') return null
  const last = history.length - 1
  if (at !== last && at !== last - 1) return null
  return {
    procedureId: began.eventId,
    beganAt: began.at,
    reason: began.type === 'case.progressed' ? (began.opinion ?? '') : '',
    endedAt: at === last ? null : (history[last]?.at ?? null),
  }
}

function opinionOf(event: CaseEvent | undefined, kind: ReportKind): string {
  if (event === undefined || kind === 'reviewed' || kind === 'handed-over') return ''
  if (event.type === 'case.progressed') return event.opinion ?? ''
  const items = event.items.map(({ text }, at) => `${String(at + 1)}. ${text}`)
  const due = event.dueDate === null ? [] : [`补正期限 ${event.dueDate}`]
  return [...items, ...(event.note === '' ? [] : [event.note]), ...due].join('；')
}

async function satisfactionBy(queries: Queries, row: ReportRow): Promise<Satisfaction | null> {
  const [review] = await queries.rows<{ satisfaction: Satisfaction }>(
    `SELECT r.satisfaction FROM province_reports p JOIN reviews r USING (review_id)
     WHERE p.case_id = $1 AND p.serial <= $2 ORDER BY p.serial DESC LIMIT 1`,
    [row.case_id, row.serial],
  )
  return review?.satisfaction ?? null
}

/** The catalogue no longer has what a case is about. */
export class UnknownMatter extends Error {
  constructor() {
    super('a case is of a matter or department that the catalogue does not have')
    this.name = 'UnknownMatter'
  }
}

/**
 * The report of a row: of the feed up to its place and of the sealed intake, so that it is the same whenever it is made.
 * @throws UnknownMatter, and whatever keeps the sealed intake from being read
 */
export async function makeReport(source: ReportSource, row: ReportRow): Promise<ProvinceReport> {
  const { database, catalogue } = source
  const { intake } = await sealedIntake(source, row.intake_id)
  const [one] = await database.rows<{
    case_number: string
    matter_id: string
    department: string
    province_number: string
    receipt_number: string
  }>(
    `SELECT c.case_number, c.matter_id, c.department, i.province_number, i.receipt_number
     FROM cases c JOIN intakes i USING (intake_id) WHERE c.case_id = $1`,
    [row.case_id],
  )
  const theme = catalogue.themes.find(({ id }) => id === intake.themeId)
  const matter = theme?.matters.find(({ id }) => id === one?.matter_id)
  const department = catalogue.departments.find(({ id }) => id === one?.department)
  if (one === undefined || theme === undefined || matter === undefined || department === undefined)
    throw new UnknownMatter()
  const history = await historyOf(database, row)
  const last = history.at(-1)
  const received = row.kind === 'received'
  const end = history.find(({ case: { status } }) => ends.has(status))
  return {
    reportId: row.report_id,
    kind: row.kind,
    status: received ? 'pending' : (last?.case.status ?? 'pending'),
    // As it was sealed: a hub that was restored takes the intake at another time.
    at: received ? intake.submittedAt : row.happened_at.toISOString(),
    stepId: received || last === undefined ? row.report_id : (row.review_id ?? last.eventId),
    project: {
      caseId: row.case_id,
      caseNumber: one.case_number,
      provinceNumber: one.province_number,
      receiptNumber: one.receipt_number,
      theme,
      matter,
      department,
      applicant: applicantOf(intake, theme),
      materials: materialsOf(intake, matter.id, catalogue),
      submittedAt: intake.submittedAt,
      acceptedAt: history.find(({ case: { status } }) => status === 'accepted')?.at ?? null,
    },
    opinion: received ? '' : opinionOf(last, row.kind),
    procedure: received ? null : procedureOf(history, row.kind),
    result: last?.case.result ?? null,
    endedAt: end?.at ?? null,
    satisfaction: await satisfactionBy(database, row),
  }
}
