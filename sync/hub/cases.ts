import { randomUUID } from 'node:crypto'
import type { DepartmentCase, DepartmentSupplement, HubCase, Progress } from '#sync/api'
import {
  type CaseResult,
  type CaseStatus,
  type Catalogue,
  caseResultSchema,
  evidenceGradeOf,
  fieldsInUse,
  type Intake,
  isAdverse,
  textsOf,
} from '#sync/model'
import { openIntake, parsePacketHeader } from '#sync/packet'
import type { Database, Queries } from './database.ts'
import { appendEvent } from './feed.ts'
import { historyFindings } from './audit/histories.ts'
import { findingsOf } from './findings.ts'
import { HubProblem } from './hub-problem.ts'
import { supplementIds, supplementView } from './supplements.ts'
import type { IntakeParts } from './intakes.ts'
import { decided } from './results.ts'

interface CaseRow {
  readonly case_id: string
  readonly intake_id: string
  readonly matter_id: string
  readonly department: string
  readonly case_number: string
  readonly status: CaseStatus
  /** 办理结果 as JSON. */
  readonly result: string | null
  readonly waits_for: readonly string[]
  /** Where it stood when a supplement was asked for. */
  readonly before_supplement: CaseStatus | null
}

interface CaseWithIntake extends CaseRow {
  readonly terminal_id: string
  readonly receipt_number: string
  readonly province_number: string
  readonly committed_at: Date
  readonly header: Uint8Array
  readonly signature: Uint8Array
}

const withIntake = `SELECT c.*, i.terminal_id, i.receipt_number, i.province_number, i.committed_at, i.header,
    i.signature
  FROM cases c JOIN intakes i USING (intake_id)`

function view(row: CaseRow): HubCase {
  return {
    caseId: row.case_id,
    matterId: row.matter_id,
    department: row.department,
    caseNumber: row.case_number,
    status: row.status,
    result: row.result === null ? null : caseResultSchema.parse(JSON.parse(row.result)),
  }
}

/** The cases of one intake, in the theme's order. */
export async function casesOf(queries: Queries, intakeId: string, lock?: 'for-update'): Promise<HubCase[]> {
  const rows = await queries.rows<CaseRow>(
    `SELECT * FROM cases WHERE intake_id = $1 ORDER BY place ${lock === undefined ? '' : 'FOR UPDATE'}`,
    [intakeId],
  )
  return rows.map(view)
}

/** Only what this matter asks for: a department sees its own fields and materials, never the whole intake. */
export function shareOf(
  intake: Intake,
  matterId: string,
  catalogue: Catalogue,
): Pick<Intake, 'materials'> & { values: Record<string, string> } {
  const theme = catalogue.themes.find((candidate) => candidate.id === intake.themeId)
  const matter = theme?.matters.find((candidate) => candidate.id === matterId)
  if (theme === undefined || matter === undefined) return { values: {}, materials: [] }
  const texts = textsOf(intake.values)
  const keys = new Set(
    fieldsInUse(theme, matter, { answers: intake.answers, values: texts }).map(
      (use) => `${use.subject}.${use.element}`,
    ),
  )
  return {
    values: Object.fromEntries(Object.entries(texts).filter(([key]) => keys.has(key))),
    materials: intake.materials.filter((entry) => matter.materials.includes(entry.materialId)),
  }
}

/** What a sealed intake is read with. */
export type SealedStore = Pick<IntakeParts, 'database' | 'parts' | 'keys'>

/** The intake from its sealed part: the hub keeps no copy of it in clear. */
async function readIntake(
  { parts, keys }: SealedStore,
  row: Pick<CaseWithIntake, 'intake_id' | 'header' | 'signature'>,
): Promise<Intake> {
  const bytes = await parts.read(row.intake_id, 'intake')
  if (bytes === null) throw new Error('the part of a committed intake is missing on the disk')
  const { header: headerBytes, signature } = row
  const packet = {
    header: parsePacketHeader(headerBytes),
    headerBytes,
    signature,
    parts: [{ id: 'intake', bytes }],
  }
  return openIntake(packet, { as: 'hub', key: keys.privateKey })
}

/** 补交的材料 of one intake for the department of a matter, newest last. */
async function supplementsOf(hub: IntakeParts, row: CaseWithIntake): Promise<DepartmentSupplement[]> {
  const ids = await supplementIds(hub.database, row.intake_id)
  const intakes = await Promise.all(ids.map((id) => sealedIntake(hub, id)))
  return intakes.flatMap(({ intake }) => supplementView(intake, row.matter_id) ?? [])
}

/** An intake or a supplement by itself, with the row that its parts are described in. @throws HubProblem `not-found` */
export async function sealedIntake(
  hub: SealedStore,
  intakeId: string,
): Promise<{ readonly row: Pick<CaseWithIntake, 'intake_id' | 'header'>; readonly intake: Intake }> {
  const [row] = await hub.database.rows<CaseWithIntake>('SELECT * FROM intakes WHERE intake_id = $1', [
    intakeId,
  ])
  if (row === undefined) throw new HubProblem('not-found')
  return { row, intake: await readIntake(hub, row) }
}

/** After a supplement: the case goes on where it stood when the department asked. */
export async function noteCaseStatus(
  queries: Queries,
  terminalId: string,
  intakeId: string,
  one: HubCase,
): Promise<void> {
  const [row] = await queries.rows<CaseRow>(
    `UPDATE cases SET status = coalesce(before_supplement, 'pending'), before_supplement = NULL
     WHERE case_id = $1 RETURNING *`,
    [one.caseId],
  )
  if (row === undefined) return
  await appendEvent(queries, terminalId, { type: 'case.progressed', intakeId, case: view(row) })
}

/** The intake of this id as it was sealed. @throws HubProblem `not-found` */
export async function intakeById(hub: IntakeParts, intakeId: string): Promise<Intake> {
  const [row] = await hub.database.rows<CaseWithIntake>(`${withIntake} WHERE c.intake_id = $1 LIMIT 1`, [
    intakeId,
  ])
  if (row === undefined) throw new HubProblem('not-found')
  return readIntake(hub, row)
}

/** One case with the intake it is of. @throws HubProblem `not-found` */
export async function caseForDepartment(
  hub: IntakeParts,
  caseId: string,
): Promise<{
  readonly row: Pick<CaseWithIntake, 'intake_id' | 'matter_id' | 'header'>
  readonly intake: Intake
}> {
  const [row] = await hub.database.rows<CaseWithIntake>(`${withIntake} WHERE c.case_id = $1`, [caseId])
  if (row === undefined) throw new HubProblem('not-found', { detail: 'there is no such case' })
  return { row, intake: await readIntake(hub, row) }
}

/** 部门待办: the cases of one department with exactly what its matter needs. */
export async function departmentCases(hub: IntakeParts, department: string): Promise<DepartmentCase[]> {
  const rows = await hub.database.rows<CaseWithIntake>(
    `${withIntake} WHERE c.department = $1 ORDER BY c.case_number LIMIT 500`,
    [department],
  )
  const described = rows.map(async (row) => {
    const intake = await readIntake(hub, row)
    const { values, materials } = shareOf(intake, row.matter_id, hub.catalogue)
    return {
      ...view(row),
      intakeId: row.intake_id,
      provinceNumber: row.province_number,
      receiptNumber: row.receipt_number,
      receivedAt: row.committed_at.toISOString(),
      values,
      materials: materials.map((entry) => ({
        materialId: entry.materialId,
        status: entry.status,
        grade: evidenceGradeOf(entry),
        attachments: entry.status === 'attached' ? entry.attachments : [],
      })),
      representation: intake.representation,
      findings: [
        ...findingsOf(intake, row.matter_id, hub.catalogue),
        ...(await historyFindings(hub.database, row.intake_id)),
      ],
      supplements: await supplementsOf(hub, row),
    }
  })
  return Promise.all(described)
}

async function lockCase(queries: Queries, caseId: string): Promise<CaseWithIntake> {
  const [row] = await queries.rows<CaseWithIntake>(`${withIntake} WHERE c.case_id = $1 FOR UPDATE OF c`, [
    caseId,
  ])
  if (row === undefined) throw new HubProblem('not-found', { detail: 'there is no such case' })
  return row
}

async function setStatus(
  queries: Queries,
  row: CaseWithIntake,
  status: CaseStatus,
  decision: CaseResult | null = null,
): Promise<HubCase> {
  const result = decision === null ? null : JSON.stringify(decision)
  await queries.rows('UPDATE cases SET status = $2, result = $3 WHERE case_id = $1', [
    row.case_id,
    status,
    result,
  ])
  return view({ ...row, status, result })
}

/** Which states a department may move a case to. Final states stay. */
const next: Readonly<Record<CaseStatus, readonly CaseStatus[]>> = {
  waiting: [],
  pending: ['accepted', 'rejected', 'supplementing'],
  accepted: ['processing', 'suspended', 'completed', 'supplementing'],
  supplementing: ['accepted', 'rejected', 'supplementing'],
  processing: ['suspended', 'completed', 'supplementing'],
  suspended: ['processing', 'completed'],
  rejected: [],
  completed: [],
  withdrawn: [],
}

function demandStep(row: CaseRow, status: CaseStatus): void {
  if (!next[row.status].includes(status)) {
    throw new HubProblem('case-status-conflict', {
      detail: `a case that is ${row.status} cannot become ${status}`,
    })
  }
}

/** Starts the cases that waited for this one and for nothing else that is still open. */
async function releaseDownstream(queries: Queries, done: CaseWithIntake): Promise<void> {
  const rows = await queries.rows<CaseWithIntake>(
    `${withIntake} WHERE c.intake_id = $1 ORDER BY c.place FOR UPDATE OF c`,
    [done.intake_id],
  )
  // What was refused has no result for others to go on with.
  const completed = new Set(
    rows.map(view).flatMap(({ status, matterId, result }) => {
      const usable = status === 'completed' && (result === null || !isAdverse(result.outcome))
      return usable ? [matterId] : []
    }),
  )
  for (const row of rows) {
    if (row.status !== 'waiting' || row.waits_for.some((matter) => !completed.has(matter))) continue
    const released = await setStatus(queries, row, 'pending')
    await appendEvent(queries, row.terminal_id, {
      type: 'case.progressed',
      intakeId: row.intake_id,
      case: released,
    })
  }
}

/** 录入办理进度. @throws HubProblem `not-found` or `case-status-conflict`. */
export function reportProgress(database: Database, caseId: string, progress: Progress): Promise<HubCase> {
  return database.transaction(async (queries) => {
    const row = await lockCase(queries, caseId)
    demandStep(row, progress.status)
    const changed = await setStatus(queries, row, progress.status, decided(progress))
    await appendEvent(queries, row.terminal_id, {
      type: 'case.progressed',
      intakeId: row.intake_id,
      case: changed,
      ...(progress.opinion === undefined ? {} : { opinion: progress.opinion }),
    })
    if (progress.status === 'completed') await releaseDownstream(queries, row)
    return changed
  })
}

/** 录入补正告知: everything that is missing, at once (行政许可法 §32). @throws HubProblem `not-found` or `case-status-conflict`. */
export function requestSupplement(
  database: Database,
  caseId: string,
  request: { items: { materialId: string | null; text: string }[]; dueDate: string | null; note: string },
): Promise<{ requestId: string; case: HubCase }> {
  return database.transaction(async (queries) => {
    const row = await lockCase(queries, caseId)
    demandStep(row, 'supplementing')
    await queries.rows('UPDATE cases SET before_supplement = $2 WHERE case_id = $1', [
      caseId,
      // Asked once more before anything came: it still stood where it stood.
      row.status === 'supplementing' ? row.before_supplement : row.status,
    ])
    const changed = await setStatus(queries, row, 'supplementing')
    const requestId = randomUUID()
    await appendEvent(queries, row.terminal_id, {
      type: 'case.supplement-requested',
      intakeId: row.intake_id,
      requestId,
      case: changed,
      ...request,
    })
    return { requestId, case: changed }
  })
}
