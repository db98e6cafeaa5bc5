import { z } from 'zod'

/*
 * A province's platform as domain facts §5.2 and §1.3 describe its tables, written from those pages alone: it imports nothing of the
 * hub, and whatever does not fit is answered with FAILED.
 */

const text = (most: number) => z.string().min(1).max(most)
const nothing = z.null()
const time = z
  .string()
  .regex(/^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])[0-5]\d[0-5]\d$/)
const day = z.string().regex(/^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/)

/** GB 32100: weights 3^i mod 31. */
function isCredit(code: string): boolean {
  const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const values = [...code].map((one) => letters.indexOf(one))
  if (code.length !== 18 || values.includes(-1)) return false
  const sum = values.slice(0, 17).reduce((all, value, at) => all + value * (3 ** at % 31), 0)
  return (31 - (sum % 31)) % 31 === values[17]
}

/** GB 11643: ISO 7064 MOD 11-2. */
function isResident(number: string): boolean {
  if (!/^\d{17}[\dX]$/.test(number)) return false
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((all, weight, at) => all + weight * Number(number[at]), 0)
  return '10X98765432'[sum % 11] === number[17]
}

const base = {
  row_guid: z.uuid(),
  cd_operation: z.enum(['I', 'U']),
  cd_time: time,
  cd_batch: z.uuid(),
  project_no: text(50),
}

const accept = z
  .strictObject({
    ...base,
    // 31 位 = 统一社会信用代码 18 + 行使层级 1 + 基本编码 12; 33 with 业务办理项.
    task_code: z
      .string()
      .refine((code) => /^.{18}[1-7]\d{12}(\d{2})?$/.test(code) && isCredit(code.slice(0, 18))),
    task_version: text(20),
    task_name: text(200),
    project_name: text(200),
    applyer_name: text(100),
    applyer_type: z.enum(['1', '2', '3', '4', '5', '6', '9']),
    applyer_page_type: z.string().regex(/^\d{3}$/),
    applyer_page_code: text(18),
    apply_type: z.enum(['1', '2', '3', '4', '9']),
    apply_date: time,
    org_code: z.string().refine(isCredit),
    org_name: text(100),
    handle_user_name: nothing,
    accept_date: time.nullable(),
    accept_doc_no: nothing,
    promise_date: day.nullable(),
    project_type: z.enum(['1', '2', '9']),
    legal: nothing,
    address: text(200).nullable(),
    zip_code: nothing,
  })
  .refine(({ applyer_page_type: type, applyer_page_code: code }) => type !== '111' || isResident(code))
  .refine((row) => (row.cd_operation === 'U') === (row.accept_date !== null))
  .refine((row) => (row.accept_date === null) === (row.promise_date === null))
const material = z.strictObject({
  ...base,
  material_name: text(200),
  get_type: z.enum(['1', '2', '3', '4', '5']),
  get_num: z.int().min(0).max(99),
  material_attach_name: nothing,
})
const process_ = z.strictObject({
  ...base,
  cd_operation: z.literal('I'),
  process_name: text(50),
  event_name: z.enum(['02', '05', '06', '07', '10', '11', '12', '13']),
  event_start_time: time,
  event_end_time: time,
  handle_explain: text(40_000).nullable(),
  handle_user_name: nothing,
})
const special = z
  .strictObject({
    ...base,
    special_type: z.enum(['1', '2']),
    special_name: text(100),
    special_time: time,
    special_reason: text(1000).nullable(),
    end_time: time.nullable(),
    result: nothing,
    special_explain: nothing,
  })
  .refine((row) => (row.cd_operation === 'U') === (row.end_time !== null))
const result = z.strictObject({
  ...base,
  result_type: z.enum(['0', '1', '5', '6']),
  result_date: time,
  result_cetr_name: text(500).nullable(),
  result_cetr_no: text(500).nullable(),
  result_explain: text(1000).nullable(),
  is_delivery_results: z.enum(['0', '1']),
  satisfaction: z.enum(['1', '2', '3', '4', '5']).nullable(),
})

const schemas = {
  up_pro_accept: accept,
  up_pro_material: material,
  up_pro_process: process_,
  up_pro_special_procedure: special,
  up_pro_result: result,
} as const
type Table = keyof typeof schemas

const batchSchema = z.strictObject({
  cd_batch: z.uuid(),
  tables: z.partialRecord(
    z.enum(Object.keys(schemas) as [Table, ...Table[]]),
    z.array(z.unknown()).min(1).max(200),
  ),
})

/** A row that the platform has, as it stands after its last change. */
export interface KeptRow {
  readonly table: string
  readonly row: Record<string, string | number | null>
}

/** What the platform knows. */
export class Tables {
  readonly rows = new Map<string, KeptRow>()
  readonly #batches = new Map<string, string>()
  readonly #numbers = new Map<string, string>()
  readonly #ended = new Set<string>()

  /** Takes a batch whole or not at all. @returns the answer's body */
  take(body: string): Record<string, unknown> {
    let json: unknown
    try {
      json = JSON.parse(body)
    } catch {
      return { cd_batch: '', sync_sign: 'FAILED', error_code: 'NOT_JSON' }
    }
    const parsed = batchSchema.safeParse(json)
    if (!parsed.success) return { cd_batch: '', sync_sign: 'FAILED', error_code: 'ENVELOPE' }
    const { cd_batch: batch } = parsed.data
    const failed = (code: string) => ({ cd_batch: batch, sync_sign: 'FAILED', error_code: code })
    const known = this.#batches.get(batch)
    const canonical = JSON.stringify(parsed.data)
    if (known !== undefined && known !== canonical) return failed('BATCH_CHANGED')
    const kept: KeptRow[] = []
    for (const [table, rows] of Object.entries(parsed.data.tables)) {
      for (const one of rows) {
        const row = schemas[table as Table].safeParse(one)
        if (!row.success) return failed(`${table}.${row.error.issues[0]?.path.join('.') ?? ''}`)
        if (row.data.cd_batch !== batch) return failed('CD_BATCH')
        kept.push({ table, row: row.data })
      }
    }
    const projects = new Set(kept.map(({ row }) => String(row['project_no'])))
    const [project = ''] = projects
    if (projects.size !== 1) return failed('PROJECTS')
    if (known === undefined) {
      const wrong = this.#wrong(project, kept)
      if (wrong !== null) return failed(wrong)
      for (const one of kept) this.rows.set(String(one.row['row_guid']), one)
      this.#batches.set(batch, canonical)
      if (kept.some(({ table }) => table === 'up_pro_result')) this.#ended.add(project)
      if (!this.#numbers.has(project)) this.#numbers.set(project, `HN${String(this.#numbers.size + 1)}`)
    }
    return { cd_batch: batch, sync_sign: 'SUCCESS', platform_no: this.#numbers.get(project) }
  }

  #wrong(project: string, kept: readonly KeptRow[]): string | null {
    const opens = kept.some(({ table, row }) => table === 'up_pro_accept' && row['cd_operation'] === 'I')
    if (opens === this.#numbers.has(project)) return opens ? 'PROJECT_EXISTS' : 'PROJECT_UNKNOWN'
    if (this.#ended.has(project) && kept.some(({ table }) => table !== 'up_pro_result'))
      return 'PROJECT_ENDED'
    for (const { table, row } of kept) {
      const there = this.rows.get(String(row['row_guid']))
      if (there !== undefined && there.table !== table) return 'ROW_OF_OTHER_TABLE'
      if (there !== undefined && there.row['project_no'] !== project) return 'ROW_OF_OTHER_PROJECT'
      if ((row['cd_operation'] === 'U') !== (there !== undefined))
        return there === undefined ? `ROW_UNKNOWN.${table}` : `ROW_EXISTS.${table}`
    }
    return null
  }
}
