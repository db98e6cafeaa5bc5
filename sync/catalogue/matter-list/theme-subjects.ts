import type { DataElement } from '#sync/model'
import type { CellResult } from './cells.ts'
import type { ListedMatter } from './read-matters.ts'

type Audience = ListedMatter['audience']

const subjects = {
  applicant: { id: 'applicant', label: '申请人', kind: 'person', readsCard: true },
  company: { id: 'company', label: '单位', kind: 'organisation' },
  handler: { id: 'handler', label: '经办人', kind: 'person', readsCard: true },
  affair: { id: 'affair', label: '办理内容', kind: 'affair' },
} as const

type SubjectId = keyof typeof subjects

/** Every matter of a list asks who applies, so that the fields that it names itself come on top. */
const whoApplies = {
  person: ['applicant.{name, idType, idNumber, mobile}'],
  organisation: ['company.{orgName, creditCode}', 'handler.{name, idType, idNumber, mobile}'],
} as const

const asked = new Set(
  Object.values(whoApplies)
    .flat()
    .flatMap((short) => {
      const [subject, elements = ''] = short.split('.')
      return elements
        .replace(/[{}\s]/g, '')
        .split(',')
        .map((element) => `${subject}.${element}`)
    }),
)

const isPerson = { question: 'who', in: ['person'] }
const isOrganisation = { question: 'who', in: ['organisation'] }

/** The question that a theme asks whose matters are open to people and to organisations. */
export function questionsFor(audience: Audience): object[] {
  if (!audience.person || !audience.organisation) return []
  return [
    {
      id: 'who',
      ask: '谁来申请？',
      why: '个人和单位要填的内容不一样。',
      options: [
        { value: 'person', label: '个人' },
        { value: 'organisation', label: '单位' },
      ],
    },
  ]
}

/** Of a theme for both, a matter that only one of them may apply for has a condition. */
export function conditionFor(matter: Audience, theme: Audience): { when?: object } {
  if (!theme.person || !theme.organisation || (matter.person && matter.organisation)) return {}
  return { when: matter.person ? isPerson : isOrganisation }
}

/** The subjects of a theme that `fields` speak of, each shown to those whom it concerns. */
export function subjectsFor(theme: Audience, usesAffair: boolean): object[] {
  const both = theme.person && theme.organisation
  const forPerson = both ? { when: isPerson } : {}
  const forOrganisation = both ? { when: isOrganisation } : {}
  return [
    ...(theme.person ? [{ ...subjects.applicant, ...forPerson }] : []),
    ...(theme.organisation
      ? [
          { ...subjects.company, ...forOrganisation },
          { ...subjects.handler, ...forOrganisation },
        ]
      : []),
    ...(usesAffair ? [subjects.affair] : []),
  ]
}

/** Subjects that may sign. */
export function applicantsFor(theme: Audience): SubjectId[] {
  return [
    ...(theme.person ? ['applicant' as const] : []),
    ...(theme.organisation ? ['handler' as const] : []),
  ]
}

/** Elements of a dictionary by id and by label; a label that two elements share leads to neither. */
export function elementNames(elements: readonly DataElement[]): ReadonlyMap<string, string> {
  const shared = new Set<string>()
  const names = new Map<string, string>()
  for (const { id, label } of elements) {
    if (names.has(label)) shared.add(label)
    names.set(label, id)
  }
  for (const label of shared) names.delete(label)
  for (const { id } of elements) names.set(id, id)
  return names
}

/** Reads `申请人.民族`, `建设地点?` or `单位.成立日期（可不填）` into the spelling of a theme file. */
function readField(text: string, audience: Audience, names: ReadonlyMap<string, string>): CellResult<string> {
  const plain = text.replace(/[（(]可不填[）)]$/u, '?').replace(/？$/u, '?')
  const match = /^(?:([^.．]+)[.．])?([^.．?]+)(\?)?$/u.exec(plain)
  const [, owner = '办理内容', label = '', optional = ''] = match ?? []
  const subject = Object.values(subjects).find(
    (candidate) => candidate.label === owner || candidate.id === owner,
  )
  if (subject === undefined) {
    return { message: `表单字段“${text}”的主体不认识`, remedy: '点前面写 申请人、单位、经办人 或 办理内容' }
  }
  const fits =
    subject.id === 'affair' || (subject.id === 'applicant' ? audience.person : audience.organisation)
  if (!fits) {
    return { message: `表单字段“${text}”和服务对象不合`, remedy: '改正服务对象，或者去掉这个字段' }
  }
  const element = names.get(label)
  if (element === undefined) {
    return {
      message: `数据元里没有“${label}”，或者不止一个`,
      remedy: '改成 elements.yaml 里的名称或标识，或者在那里加上',
    }
  }
  return { value: `${subject.id}.${element}${optional}` }
}

/** The fields of a matter: who applies, and what its row names beside that. */
export function fieldsFor(
  matter: Pick<ListedMatter, 'audience' | 'fields'>,
  names: ReadonlyMap<string, string>,
): { fields: string[]; wrong: { message: string; remedy: string }[] } {
  const fields: string[] = [
    ...(matter.audience.person ? whoApplies.person : []),
    ...(matter.audience.organisation ? whoApplies.organisation : []),
  ]
  const wrong: { message: string; remedy: string }[] = []
  for (const text of matter.fields) {
    const field = readField(text, matter.audience, names)
    if ('message' in field) wrong.push(field)
    else if (!asked.has(field.value.replace('?', ''))) fields.push(field.value)
  }
  return { fields: [...new Set(fields)], wrong }
}
