import type { Catalogue } from '#sync/model'
import { type ColumnId, columnHeaders } from './columns.ts'
import { DepartmentFinder } from './find-department.ts'
import { identifierOf } from './identifier.ts'
import type { ListProblem } from './list-problem.ts'
import type { ListedMatter, ReadMatters } from './read-matters.ts'
import {
  applicantsFor,
  conditionFor,
  elementNames,
  fieldsFor,
  questionsFor,
  subjectsFor,
} from './theme-subjects.ts'

/** A theme as its file says it, with the rows that its matters came from. */
export interface BuiltTheme {
  readonly id: string
  /** What the theme file holds; the catalogue's schema checks it like any other. */
  readonly data: object
  /** By position of the matter. */
  readonly rows: readonly number[]
}

/** Themes of a list, the departments that they add, and everything that is wrong between the rows. */
export interface BuiltThemes {
  readonly themes: readonly BuiltTheme[]
  readonly departments: Catalogue['departments']
  readonly problems: readonly ListProblem[]
}

type Report = (
  row: number,
  column: ColumnId,
  code: ListProblem['code'],
  message: string,
  remedy: string,
) => void

/** What several rows of one theme say about the theme itself: the first that says anything, and nobody else otherwise. */
function saidOnce(
  rows: readonly ListedMatter[],
  column: 'stage' | 'lead' | 'partners' | 'deadline',
  report: Report,
): string {
  const first = rows.find((row) => row[column] !== '')
  for (const row of rows) {
    if (first === undefined || row[column] === '' || row[column] === first[column]) continue
    report(
      row.row,
      column,
      'contradiction',
      `和第 ${first.row} 行同一个主题，这一格却不一样`,
      '同一个主题写成一样，或者只在一行里写',
    )
  }
  return first?.[column] ?? ''
}

function materialsOf(rows: readonly ListedMatter[], report: Report): object[] {
  const known = new Map<string, { row: number; text: string; material: object }>()
  for (const { row, name: matter, materials } of rows) {
    for (const listed of materials) {
      const text = JSON.stringify(listed)
      const earlier = known.get(listed.name)
      if (earlier === undefined) {
        const why = `办“${matter}”要核对`
        known.set(listed.name, {
          row,
          text,
          material: { id: identifierOf(listed.name), ...listed, why, provenance: 'unverified' },
        })
      } else if (earlier.text !== text) {
        report(
          row,
          'materials',
          'contradiction',
          `材料“${listed.name}”的说明和第 ${earlier.row} 行不一样`,
          '同一个主题里同名的材料写成一样，确实不同的改用不同的名称',
        )
      }
    }
  }
  return [...known.values()].map(({ material }) => material)
}

function orderOf(matter: ListedMatter, rows: readonly ListedMatter[], report: Report): string[] {
  return matter.dependsOn.flatMap((name) => {
    if (rows.some((row) => row.name === name)) return [identifierOf(name)]
    report(
      matter.row,
      'dependsOn',
      'unknownReference',
      `同一个主题里没有事项“${name}”`,
      '写同一个主题里的事项名称，或者空着',
    )
    return []
  })
}

function buildTheme(
  rows: readonly ListedMatter[],
  departments: DepartmentFinder,
  names: ReadonlyMap<string, string>,
  report: Report,
): BuiltTheme {
  const [first] = rows as [ListedMatter]
  const title = first.theme === '' ? first.name : first.theme
  const audience = {
    person: rows.some((row) => row.audience.person),
    organisation: rows.some((row) => row.audience.organisation),
  }
  const seen = new Map<string, number>()
  const matters = rows.map((row) => {
    const earlier = seen.get(row.name)
    if (earlier === undefined) seen.set(row.name, row.row)
    else {
      report(
        row.row,
        'matter',
        'duplicate',
        `第 ${earlier} 行已经有这个事项`,
        '删掉重复的行，或者写清楚两个事项的区别',
      )
    }
    const { fields, wrong } = fieldsFor(row, names)
    for (const { message, remedy } of wrong) report(row.row, 'fields', 'unknownReference', message, remedy)
    return {
      id: identifierOf(row.name),
      name: row.name,
      department: departments.find(row.department).id,
      ...(row.implementationCode === '' ? {} : { implementationCode: row.implementationCode }),
      handling: row.handling,
      workingDays: row.workingDays,
      ...(row.feeYuan === 0 ? {} : { feeYuan: row.feeYuan }),
      ...(row.feeBasis === '' ? {} : { feeBasis: row.feeBasis }),
      ...(row.result === '' ? {} : { result: row.result }),
      ...(row.dependsOn.length === 0 ? {} : { dependsOn: orderOf(row, rows, report) }),
      ...conditionFor(row.audience, audience),
      fields,
      materials: [...new Set(row.materials.map(({ name }) => identifierOf(name)))],
      provenance: 'unverified',
    }
  })
  const name = title.replace(/["“”]/gu, '').replace(/一件事$/u, '') || title
  const lead = saidOnce(rows, 'lead', report) || first.department
  const others = [...new Set(rows.map((row) => row.department))].filter((department) => department !== lead)
  const id = identifierOf(title)
  const data = {
    id,
    name,
    title,
    summary:
      rows.length === 1 ? `办理${first.name}。` : `${rows.map((row) => row.name).join('、')}，一次办好。`,
    lifecycle: audience.person ? 'person' : 'enterprise',
    stage: saidOnce(rows, 'stage', report) || name,
    lead,
    partners: saidOnce(rows, 'partners', report) || others.join('、') || '无',
    deadline: saidOnce(rows, 'deadline', report) || '清单未注明',
    keywords: [...new Set(rows.flatMap((row) => row.keywords))],
    questions: questionsFor(audience),
    subjects: subjectsFor(
      audience,
      matters.some(({ fields }) => fields.some((field) => field.startsWith('affair.'))),
    ),
    applicants: applicantsFor(audience),
    matters,
    materials: materialsOf(rows, report),
    provenance: 'unverified',
  }
  return { id, data, rows: rows.map(({ row }) => row) }
}

/** Turns the rows of a list into themes: those of one 一件事 together, each other matter by itself. */
export function buildThemes(
  file: string,
  { matters, headers }: ReadMatters,
  dictionary: Pick<Catalogue, 'departments' | 'elements'>,
): BuiltThemes {
  const problems: ListProblem[] = []
  const report: Report = (row, column, code, message, remedy) => {
    problems.push({
      code,
      file,
      row,
      column: headers.get(column) ?? columnHeaders[column][0],
      message,
      remedy,
    })
  }
  const groups = new Map<string, ListedMatter[]>()
  for (const matter of matters) {
    const title = matter.theme === '' ? matter.name : matter.theme
    const group = groups.get(title)
    if (group === undefined) groups.set(title, [matter])
    else group.push(matter)
  }
  const departments = new DepartmentFinder(dictionary.departments)
  const names = elementNames(dictionary.elements)
  const themes = [...groups.values()].map((rows) => buildTheme(rows, departments, names, report))
  return { themes, departments: [...departments.added], problems }
}
