import type { Catalogue } from './catalogue.ts'
import { commitmentHeading, commitmentLines } from './commitment.ts'
import type { Draft, Intake, MaterialEntry } from './intake.ts'
import { makeNotice } from './make-notice.ts'
import { fieldsOf, mergeForm, textsOf, valuesOfForm } from './merge-form.ts'
import { openQuestions } from './situation.ts'
import { showValue } from './show-value.ts'
import type { Theme } from './theme.ts'

type Signable = Pick<Draft | Intake, 'answers' | 'values' | 'materials' | 'attachments' | 'representation'>

const representedAs = { guardian: '监护人', agent: '委托代理人' } as const

const statusWords = {
  attached: '已提交',
  deferred: '容缺后补',
  held: '由部门调取',
  generated: '由终端生成',
  committed: '告知承诺',
  absent: '未提交',
} as const satisfies Record<MaterialEntry['status'], string>

function materialLine(name: string, entry: MaterialEntry, digests: ReadonlyMap<string, string>): string {
  const word = statusWords[entry.status]
  if (entry.status === 'deferred') return `${name}：${word}，${entry.dueDate} 前补交`
  if (entry.status !== 'attached') return `${name}：${word}`
  return `${name}：${word}，${entry.attachments.map((id) => digests.get(id) ?? '').join('、')}`
}

/**
 * The canonical text whose SHA-256 the applicant signs: what is applied for, every value as shown, every material
 * with the digests of its pages, and every commitment in full. The same draft gives the same text on every machine, whatever the order in which it
 * was filled in; values of fields that have disappeared are not in it.
 */
export function signedText(
  theme: Theme,
  catalogue: Pick<Catalogue, 'elements' | 'codeTables' | 'version'>,
  draft: Signable,
): string {
  const facts = { answers: draft.answers, values: textsOf(draft.values) }
  const form = mergeForm(theme, catalogue, facts)
  const notice = makeNotice(theme, facts)
  const values = valuesOfForm(form, draft.values)
  const digests = new Map(draft.attachments.map((attachment) => [attachment.id, attachment.sha256]))
  const entries = new Map(draft.materials.map((entry) => [entry.materialId, entry]))

  const situation = openQuestions(theme, draft.answers).map((question) => {
    const option = question.options.find(({ value }) => value === draft.answers[question.id])
    return `${question.ask}：${option?.label ?? ''}`
  })
  const filled = fieldsOf(form).flatMap((field) => {
    const entry = values[field.key]
    if (entry === undefined) return []
    const section = form.sections.find((candidate) => candidate.subject === field.subject)
    return [`${section?.label ?? ''} ${field.label}：${showValue(field, entry.value, catalogue.codeTables)}`]
  })
  const materials = [...notice.bring, ...notice.held].flatMap(({ material }) => {
    const entry = entries.get(material.id)
    return entry === undefined ? [] : [materialLine(material.name, entry, digests)]
  })
  const applicants = theme.applicants.flatMap((subject) => values[`${subject}.name`]?.value ?? [])
  const commitments = [...notice.bring, ...notice.held].flatMap(({ material, matters }) => {
    if (entries.get(material.id)?.status !== 'committed') return []
    const names = notice.matters.filter(({ id }) => matters.includes(id)).map(({ name }) => name)
    const by = applicants.length === 0 ? '签名人' : `签名人（${applicants.join('、')}）`
    const facts = { paper: material.name, why: material.why, matters: names, by, on: '签名当日' }
    return [`五、${commitmentHeading(material.name)}`, ...commitmentLines(facts)]
  })
  const { representation } = draft
  const represented =
    representation === null
      ? []
      : [
          '六、代办',
          `${representedAs[representation.kind]}：${representation.name}，${representation.idNumber}`,
          `证明：${representation.proof.map((id) => digests.get(id) ?? '').join('、')}`,
        ]
  return [
    `${theme.title}（${theme.id}，目录版本 ${catalogue.version}）`,
    '一、情形',
    ...situation,
    '二、事项',
    ...notice.matters.map((matter) => matter.name),
    '三、填报内容',
    ...filled,
    '四、材料',
    ...materials,
    ...commitments,
    ...represented,
  ]
    .map((line) => line.normalize('NFC').replace(/\s+/g, ' ').trim())
    .join('\n')
}
