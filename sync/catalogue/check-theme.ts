import {
  type CodeTable,
  type Condition,
  type DataElement,
  fieldsInUse,
  situationOf,
  type Theme,
} from '#sync/model'
import { conditionLeaves } from './conditions.ts'
import type { CatalogueProblem } from './problem.ts'
import { situationsOf } from './situations.ts'

/** What themes refer to. */
export interface Dictionary {
  readonly departments: ReadonlySet<string>
  readonly elements: ReadonlyMap<string, DataElement>
  readonly codeTables: ReadonlyMap<string, CodeTable>
  /** Null when not all themes could be read. */
  readonly themes: ReadonlySet<string> | null
}

/** Where a theme stands. */
export interface ThemePlace {
  readonly file: string
  readonly fieldOrigins: readonly (readonly number[])[]
}

type Path = readonly (string | number)[]
type Report = (code: CatalogueProblem['code'], path: Path, message: string, remedy: string) => void

interface Scope {
  readonly theme: Theme
  readonly dictionary: Dictionary
  readonly report: Report
  /** Field keys that some matter of the theme uses, with their element. */
  readonly fields: ReadonlyMap<string, string>
  readonly askedFor: Set<string>
}

function checkCondition(
  scope: Scope,
  condition: Condition | undefined,
  path: Path,
  questions?: Set<string>,
): void {
  const { theme, dictionary, report, fields, askedFor } = scope
  for (const { path: inside, leaf } of conditionLeaves(condition)) {
    const at = [...path, ...inside]
    if ('question' in leaf) {
      askedFor.add(leaf.question)
      const question = theme.questions.find(({ id }) => id === leaf.question)
      if (question === undefined || questions?.has(leaf.question) === false) {
        report(
          'unknownReference',
          at,
          `前面没有问题“${leaf.question}”`,
          '改成已有问题的标识，或者补上这个问题',
        )
        continue
      }
      for (const value of leaf.in) {
        if (!question.options.some((option) => option.value === value)) {
          report('unknownReference', at, `问题“${leaf.question}”没有选项“${value}”`, '改成这个问题的一个选项')
        }
      }
      continue
    }
    const key = 'field' in leaf ? leaf.field : leaf.filled
    const element = fields.get(key)
    if (questions !== undefined || element === undefined) {
      report('unknownReference', at, `表单里没有字段“${key}”`, '改成某个事项用到的 subject.element')
      continue
    }
    const format = dictionary.elements.get(element)?.format
    if ('field' in leaf && format?.kind === 'code') {
      const table = dictionary.codeTables.get(format.table)
      for (const value of leaf.in) {
        if (table !== undefined && !table.entries.some(({ code }) => code === value)) {
          report('unknownReference', at, `码表“${format.table}”没有代码“${value}”`, '改成码表里的代码')
        }
      }
    }
  }
}

function checkUnique(report: Report, list: string, ids: readonly string[]): void {
  ids.forEach((id, at) => {
    if (ids.indexOf(id) !== at) {
      report('duplicate', [list, at, 'id'], `“${id}”出现了两次`, '删掉一个，或者改成别的标识')
    }
  })
}

function checkMatters(scope: Scope, place: ThemePlace): void {
  const { theme, dictionary, report } = scope
  const subjects = new Set(theme.subjects.map(({ id }) => id))
  const materials = new Set(theme.materials.map(({ id }) => id))
  const matters = new Set(theme.matters.map(({ id }) => id))
  theme.matters.forEach((matter, at) => {
    const path: Path = ['matters', at]
    checkCondition(scope, matter.when, [...path, 'when'])
    if (!dictionary.departments.has(matter.department)) {
      report(
        'unknownReference',
        [...path, 'department'],
        `没有部门“${matter.department}”`,
        '改成 departments.yaml 里的部门，或者在那里加上',
      )
    }
    const once = new Set<string>()
    matter.fields.forEach((use, field) => {
      const here: Path = [...path, 'fields', place.fieldOrigins[at]?.[field] ?? field]
      const key = `${use.subject}.${use.element}`
      if (!subjects.has(use.subject)) {
        report('unknownReference', here, `没有主体“${use.subject}”`, '改成 subjects 里的标识，或者在那里加上')
      }
      if (!dictionary.elements.has(use.element)) {
        report(
          'unknownReference',
          here,
          `没有数据元“${use.element}”`,
          '改成 elements.yaml 里的标识，或者在那里加上',
        )
      }
      if (once.has(key)) report('duplicate', here, `这个事项问了两次“${key}”`, '删掉一个')
      once.add(key)
      checkCondition(scope, use.when, [...here, 'when'])
    })
    matter.materials.forEach((material, index) => {
      if (!materials.has(material)) {
        report(
          'unknownReference',
          [...path, 'materials', index],
          `没有材料“${material}”`,
          '改成 materials 里的标识，或者在那里加上',
        )
      }
    })
    matter.dependsOn.forEach((upstream, index) => {
      if (!matters.has(upstream)) {
        report(
          'unknownReference',
          [...path, 'dependsOn', index],
          `没有事项“${upstream}”`,
          '改成本主题的一个事项',
        )
      }
    })
  })
  const cycle = findCycle(theme)
  if (cycle !== null) {
    const at = theme.matters.findIndex(({ id }) => id === cycle[0])
    report(
      'cycle',
      ['matters', at, 'dependsOn'],
      `这些事项互相等待：${cycle.join('、')}`,
      '去掉其中一个先后关系',
    )
  }
}

/** Ids of matters that wait for each other in a ring; null when there are none. */
export function findCycle(theme: Pick<Theme, 'matters'>): string[] | null {
  const upstream = new Map(theme.matters.map((matter) => [matter.id, matter.dependsOn]))
  const done = new Set<string>()
  const walk = (id: string, trail: readonly string[]): string[] | null => {
    const start = trail.indexOf(id)
    if (start >= 0) return trail.slice(start)
    if (done.has(id)) return null
    for (const next of upstream.get(id) ?? []) {
      const cycle = walk(next, [...trail, id])
      if (cycle !== null) return cycle
    }
    done.add(id)
    return null
  }
  for (const { id } of theme.matters) {
    const cycle = walk(id, [])
    if (cycle !== null) return cycle
  }
  return null
}

function checkUse(scope: Scope): void {
  const { theme, report, fields, askedFor } = scope
  theme.questions.forEach((question, at) => {
    if (!askedFor.has(question.id)) {
      report(
        'unused',
        ['questions', at],
        `问题“${question.id}”的回答不改变任何结果`,
        '删掉这个问题，或者让事项、材料、字段用到它',
      )
    }
  })
  const needed = new Set(theme.matters.flatMap((matter) => matter.materials))
  const subjects = new Set(theme.subjects.map(({ id }) => id))
  theme.materials.forEach((material, at) => {
    if (material.of !== undefined && !subjects.has(material.of)) {
      report(
        'unknownReference',
        ['materials', at, 'of'],
        `没有主体“${material.of}”`,
        '改成 subjects 里的标识，或者删掉',
      )
    }
    if (!needed.has(material.id)) {
      report('unused', ['materials', at], `没有事项要材料“${material.id}”`, '删掉这个材料，或者写到事项里')
    }
  })
  theme.keywords.forEach((keyword, at) => {
    if (theme.keywords.indexOf(keyword) !== at) {
      report('duplicate', ['keywords', at], `“${keyword}”出现了两次`, '删掉一个')
    }
  })
  const spoken = new Set([...fields.keys()].map((key) => key.split('.')[0]))
  theme.subjects.forEach((subject, at) => {
    if (!spoken.has(subject.id)) {
      report('unused', ['subjects', at], `没有字段说到主体“${subject.id}”`, '删掉这个主体，或者写上它的字段')
    }
  })
  for (const answers of situationsOf(theme)) {
    const { matters, facts } = situationOf(theme, { answers, values: {} })
    const said = Object.entries(answers)
      .map(([question, answer]) => `${question}=${answer}`)
      .join('、')
    if (matters.length === 0) {
      report(
        'deadEnd',
        ['questions'],
        `回答 ${said} 以后没有任何事项`,
        '给这种情形写上事项，或者去掉这个选项',
      )
      return
    }
    const keys = matters.flatMap((matter) =>
      fieldsInUse(theme, matter, facts).map((use) => `${use.subject}.${use.element}`),
    )
    if (matters.length > 1 && new Set(keys).size >= keys.length) {
      report(
        'notSmaller',
        ['matters'],
        `回答 ${said} 以后，合并的表单没有比各事项的表单少`,
        '每个事项都要列全自己表上的字段，同一个内容用同一个主体和数据元',
      )
      return
    }
  }
}

/** Everything that is wrong inside one theme, and between it and the dictionary. */
export function checkTheme(theme: Theme, dictionary: Dictionary, place: ThemePlace): CatalogueProblem[] {
  const problems: CatalogueProblem[] = []
  const report: Report = (code, path, message, remedy) => {
    problems.push({ code, file: place.file, path, message, remedy })
  }
  const fields = new Map<string, string>(
    theme.matters.flatMap((matter) =>
      matter.fields.map((use) => [`${use.subject}.${use.element}`, use.element] as const),
    ),
  )
  const scope: Scope = { theme, dictionary, report, fields, askedFor: new Set() }
  for (const list of ['questions', 'subjects', 'matters', 'materials', 'rules'] as const) {
    checkUnique(
      report,
      list,
      theme[list].map(({ id }) => id),
    )
  }
  const earlier = new Set<string>()
  theme.questions.forEach((question, at) => {
    checkCondition(scope, question.when, ['questions', at, 'when'], earlier)
    earlier.add(question.id)
  })
  theme.subjects.forEach((subject, at) => checkCondition(scope, subject.when, ['subjects', at, 'when']))
  theme.materials.forEach((material, at) => checkCondition(scope, material.when, ['materials', at, 'when']))
  checkMatters(scope, place)
  theme.rules.forEach((rule, at) => {
    checkCondition(scope, rule.when, ['rules', at, 'when'])
    const named: [string, Path][] = [
      [rule.field, ['rules', at, 'field']],
      ...rule.against.map((key, index): [string, Path] => [key, ['rules', at, 'against', index]]),
    ]
    for (const [key, path] of named) {
      if (!fields.has(key) && (key !== 'today' || path[2] === 'field')) {
        report('unknownReference', path, `表单里没有字段“${key}”`, '改成某个事项用到的 subject.element')
      }
    }
  })
  theme.applicants.forEach((applicant, at) => {
    const kind = theme.subjects.find(({ id }) => id === applicant)?.kind
    if (kind !== 'person' && kind !== 'organisation') {
      report(
        'unknownReference',
        ['applicants', at],
        `“${applicant}”不是能申请的主体`,
        '改成 subjects 里的一个人或单位',
      )
    }
  })
  theme.follows.forEach((id, at) => {
    if (dictionary.themes !== null && !dictionary.themes.has(id)) {
      report('unknownReference', ['follows', at], `没有主题“${id}”`, '改成另一个主题的标识')
    }
  })
  checkUse(scope)
  return problems
}
