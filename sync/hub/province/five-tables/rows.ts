import {
  addWorkingDays,
  audienceCodes,
  caseStatusCodes,
  handlingCodes,
  outcomeCodes,
  ratingCodes,
} from '#sync/model'
import { chinaDay } from '../../china-day.ts'
import { derivedId } from '../../derived-id.ts'
import type { ProvinceMaterial, ProvinceReport } from '../port.ts'
import type { ProvinceSettings } from '../settings.ts'

/** A row of one of the five tables; a column that we have nothing for is null. */
export type Row = Readonly<Record<string, string | number | null>>

/** What one report becomes: the rows of one batch. */
export interface Batch {
  readonly cd_batch: string
  readonly tables: Readonly<Record<string, readonly Row[]>>
}

/** A report lacks what its table must have. */
export class Incomplete extends Error {
  readonly field: string

  constructor(field: string) {
    super(`nothing for ${field}`)
    this.name = 'Incomplete'
    this.field = field
  }
}

/** GB/T 39046: `YYYYMMDDThhmmss`, in China. */
export function standardTime(iso: string): string {
  const at = new Date(Date.parse(iso) + 8 * 3_600_000).toISOString()
  return at.slice(0, 19).replaceAll(/[-:]/g, '')
}

type Operation = 'I' | 'U'

function common(report: ProvinceReport, guid: string, operation: Operation): Row {
  return {
    row_guid: guid,
    cd_operation: operation,
    cd_time: standardTime(report.at),
    cd_batch: report.reportId,
    project_no: report.project.caseNumber,
  }
}

function acceptRow(report: ProvinceReport, settings: ProvinceSettings, operation: Operation): Row {
  const { project } = report
  const { matter, applicant, acceptedAt, department, theme } = project
  const task = settings.matters[matter.id]
  if (task === undefined) throw new Incomplete('task_code')
  const organisation = settings.departments[department.id]
  if (organisation === undefined) throw new Incomplete('org_code')
  if (applicant.name === '') throw new Incomplete('applyer_name')
  if (applicant.idNumber === '') throw new Incomplete('applyer_page_code')
  const audience =
    applicant.kind === 'person'
      ? 'person'
      : theme.lifecycle === 'enterprise'
        ? 'enterprise'
        : 'otherOrganisation'
  return {
    ...common(report, project.caseId, operation),
    ...task,
    task_name: matter.name,
    project_name: `${theme.title}：${matter.name}`,
    applyer_name: applicant.name,
    applyer_type: audienceCodes.codeOf('national-platform', audience),
    // GA/T 2000.156 has no number for a 统一社会信用代码: 其他证件.
    applyer_page_type: applicant.kind === 'person' ? applicant.idType || '111' : '990',
    applyer_page_code: applicant.idNumber,
    // 窗口 (GB/T 39046 A.5); the hub is not told whether a terminal stands at a window or alone.
    apply_type: '1',
    apply_date: standardTime(project.submittedAt),
    org_code: organisation.org_code,
    org_name: organisation.org_name ?? department.name,
    handle_user_name: null,
    accept_date: acceptedAt === null ? null : standardTime(acceptedAt),
    accept_doc_no: null,
    promise_date:
      acceptedAt === null
        ? null
        : addWorkingDays(chinaDay(Date.parse(acceptedAt)), matter.workingDays).date.replaceAll('-', ''),
    project_type: handlingCodes.codeOf('gb-39046', matter.handling),
    legal: null,
    address: applicant.address === '' ? null : applicant.address,
    zip_code: null,
  }
}

/** Only a case that waits has none in that system, and of that nothing is told. */
function statusCode({ status }: ProvinceReport): string {
  const code = status === 'waiting' ? null : caseStatusCodes.codeOf('case-system', status)
  if (code === null) throw new Incomplete('event_name')
  return code
}

/** 收取方式; null where the list has no number: then there is no row. */
const getTypes: Readonly<Record<ProvinceMaterial['status'], string | null>> = {
  attached: '3',
  generated: '2',
  deferred: '4',
  held: '5',
  committed: null,
  absent: null,
}

function materialRows(report: ProvinceReport): Row[] {
  const { caseId, materials } = report.project
  return materials.flatMap((one) => {
    const type = getTypes[one.status]
    if (type === null) return []
    return [
      {
        ...common(report, derivedId(`province material ${caseId} ${one.materialId}`), 'I'),
        material_name: one.name,
        get_type: type,
        get_num: one.files,
        material_attach_name: null,
      },
    ]
  })
}

const processNames: Partial<Record<ProvinceReport['kind'], string>> = {
  received: '收件',
  accepted: '受理',
  'not-accepted': '不予受理',
  proceeding: '办理',
  'supplement-asked': '补正告知',
  'supplement-received': '补正受理',
  completed: '办结',
  withdrawn: '撤回',
}

function processRows(report: ProvinceReport): Row[] {
  const name = processNames[report.kind]
  if (name === undefined) return []
  const at = standardTime(report.at)
  return [
    {
      ...common(report, report.stepId, 'I'),
      process_name: name,
      // 办件状态码, of the system that counts 02 收件 … 13 退件.
      event_name: statusCode(report),
      event_start_time: at,
      // GB/T 39046: where a step has no end of its own, its beginning is given.
      event_end_time: at,
      handle_explain: report.opinion === '' ? null : report.opinion,
      handle_user_name: null,
    },
  ]
}

function specialRows(report: ProvinceReport): Row[] {
  const { procedure } = report
  if (procedure === null) return []
  const { procedureId, beganAt, endedAt, reason } = procedure
  return [
    {
      ...common(report, derivedId(`province procedure ${procedureId}`), endedAt === null ? 'I' : 'U'),
      // 除延长审批之外: what suspends a case here stops its clock, and lengthens no limit.
      special_type: '2',
      special_name: '特别程序',
      special_time: standardTime(beganAt),
      special_reason: reason === '' ? null : reason,
      end_time: endedAt === null ? null : standardTime(endedAt),
      result: null,
      special_explain: null,
    },
  ]
}

function resultType({ kind, result }: ProvinceReport): string {
  const outcome =
    kind === 'withdrawn'
      ? 'returned'
      : result?.outcome === 'not-accepted'
        ? 'rejected'
        : (result?.outcome ?? 'granted')
  const code = outcomeCodes.codeOf('region-b', outcome)
  if (code === null) throw new Incomplete('result_type')
  return code
}

function resultRow(report: ProvinceReport, operation: Operation): Row {
  const { result, endedAt, satisfaction } = report
  const documents = result?.documents ?? []
  const joined = (texts: readonly string[]): string | null => (texts.length === 0 ? null : texts.join('；'))
  const reason = report.kind === 'withdrawn' ? '申请人撤回' : (result?.reason ?? '')
  return {
    ...common(report, derivedId(`province result ${report.project.caseId}`), operation),
    result_type: resultType(report),
    result_date: standardTime(endedAt ?? report.at),
    result_cetr_name: joined(documents.map(({ name }) => name)),
    result_cetr_no: joined(documents.flatMap(({ number }) => number ?? [])),
    result_explain: reason === '' ? null : reason,
    is_delivery_results: documents.some(({ handOver }) => handOver?.way === 'posted') ? '1' : '0',
    satisfaction: satisfaction === null ? null : ratingCodes.codeOf('national-platform', satisfaction),
  }
}

const resultOperations: Partial<Record<ProvinceReport['kind'], Operation>> = {
  'not-accepted': 'I',
  completed: 'I',
  withdrawn: 'I',
  'handed-over': 'U',
  reviewed: 'U',
}

/**
 * A report as rows of 办件汇聚's five tables (domain facts §5.2, columns of §1.3): the same report always as the same rows.
 * @throws Incomplete where a column that cannot be empty would be
 */
export function batchOf(report: ProvinceReport, settings: ProvinceSettings): Batch {
  const acceptOperation = { received: 'I', accepted: 'U' } as const
  const accept = acceptOperation[report.kind as 'received'] as Operation | undefined
  const result = resultOperations[report.kind]
  const tables = {
    up_pro_accept: accept === undefined ? [] : [acceptRow(report, settings, accept)],
    up_pro_material: report.kind === 'received' ? materialRows(report) : [],
    up_pro_process: processRows(report),
    up_pro_special_procedure: specialRows(report),
    up_pro_result: result === undefined ? [] : [resultRow(report, result)],
  }
  return {
    cd_batch: report.reportId,
    tables: Object.fromEntries(Object.entries(tables).filter(([, rows]) => rows.length > 0)),
  }
}
