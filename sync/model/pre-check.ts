import type { Catalogue } from './catalogue.ts'
import type { Attachment, Draft, Override, PageFlaw } from './intake.ts'
import { makeNotice } from './make-notice.ts'
import { fieldsOf, mergeForm, textsOf } from './merge-form.ts'
import type { NoticeMaterial } from './notice.ts'
import { isRealDate } from './resident-id.ts'
import type { Theme } from './theme.ts'
import { validateForm } from './validate-form.ts'

/** 智能预审: something for which a department may send the intake back, although nothing forbids to submit it. */
export interface PreCheckFinding {
  readonly rule:
    'second-look' | 'id-expired' | 'pages-missing' | 'illegible' | 'low-resolution' | 'not-compared'
  readonly step: 'form' | 'materials'
  /** Field key or material id. */
  readonly target: string
  /** Why, and what would be right, in a plain sentence. */
  readonly text: string
  /** Ids of the matters whose departments would see it. */
  readonly matters: readonly string[]
}

/** DA/T 31-2017: pages are scanned at 200 dpi at least, at 300 where the print is small. */
const leastDpi = 200
const smallPrintDpi = 300

/** 清晰度检查: what a reader at the department would say; resolution has a rule of its own. */
const flawWords = {
  empty: '是空白页',
  blurred: '有点糊',
  glare: '有反光',
  skewed: '放歪了',
} as const satisfies Partial<Record<PageFlaw, string>>

/** “第 1 页有点糊、放歪了，第 3 页有反光”; empty where every page can be read. */
function illegiblePages(pages: readonly Attachment[]): string {
  return pages
    .flatMap(({ flaws = [] }, index) => {
      const words = flaws.flatMap((flaw) => (flaw === 'coarse' ? [] : flawWords[flaw]))
      return words.length === 0 ? [] : [`第 ${index + 1} 页${words.join('、')}`]
    })
    .join('，')
}

type Checked = Pick<Draft, 'answers' | 'values' | 'materials' | 'attachments'>

function formFindings(
  theme: Theme,
  catalogue: Catalogue,
  draft: Checked,
  today: string,
): readonly PreCheckFinding[] {
  const facts = { answers: draft.answers, values: textsOf(draft.values) }
  const form = mergeForm(theme, catalogue, facts)
  const fields = fieldsOf(form)
  const mattersOf = (key: string): readonly string[] =>
    fields.find((field) => field.key === key)?.matters ?? []
  const labelOf = (subject: string): string =>
    form.sections.find((section) => section.subject === subject)?.label ?? ''
  const warnings = validateForm(theme, catalogue, form, facts, today)
    .filter(({ severity }) => severity === 'warning')
    .map(({ field, message }): PreCheckFinding => ({
      rule: 'second-look',
      step: 'form',
      target: field,
      text: `${labelOf(field.split('.')[0] ?? '')}：${message}`,
      matters: mattersOf(field),
    }))
  const expired = fields.flatMap((field): PreCheckFinding[] => {
    const until = facts.values[field.key] ?? ''
    if (field.element.id !== 'idValidUntil' || !isRealDate(until) || until >= today) return []
    const text = `${labelOf(field.subject)}的身份证 ${until} 到期了，请换领新证，或者用临时身份证办。`
    return [{ rule: 'id-expired', step: 'form', target: field.key, text, matters: field.matters }]
  })
  return [...warnings, ...expired]
}

function materialFindings(
  { material, matters }: NoticeMaterial,
  draft: Checked,
  files: ReadonlyMap<string, Attachment>,
): readonly PreCheckFinding[] {
  const entry = draft.materials.find(({ materialId }) => materialId === material.id)
  if (entry?.status !== 'attached') return []
  const finding = (rule: PreCheckFinding['rule'], text: string): PreCheckFinding => ({
    rule,
    step: 'materials',
    target: material.id,
    text,
    matters,
  })
  const pages = entry.attachments.flatMap((id) => files.get(id) ?? [])
  const coarse = pages.filter(
    ({ dpi, flaws }) => (dpi !== undefined && dpi < leastDpi) || flaws?.includes('coarse') === true,
  )
  const illegible = illegiblePages(pages)
  return [
    // A PDF holds any number of pages.
    ...(material.pages !== undefined &&
    pages.length < material.pages &&
    pages.every(({ mediaType }) => mediaType.startsWith('image/'))
      ? [
          finding(
            'pages-missing',
            `“${material.name}”一般有 ${material.pages} 页，现在收了 ${pages.length} 页，请看看是不是漏了反面或者后几页。`,
          ),
        ]
      : []),
    ...(illegible === ''
      ? []
      : [finding('illegible', `“${material.name}”${illegible}，部门可能看不清，请放平再扫一次。`)]),
    ...(coarse.length > 0
      ? [
          finding(
            'low-resolution',
            `“${material.name}”有 ${coarse.length} 页扫得不够清楚，请用 ${leastDpi} dpi 以上重新扫，字小的用 ${smallPrintDpi} dpi。`,
          ),
        ]
      : []),
    ...(entry.grade === 'C'
      ? [finding('not-compared', `“${material.name}”没有与原件核对，部门会要求再看原件。核对以后请勾选。`)]
      : []),
  ]
}

/**
 * 智能预审: runs over form and materials what the departments look at, and says which of them would send it back and
 * why. What must be right to submit at all is not in it: that is refused before (validateForm, materialGaps).
 * @param today `YYYY-MM-DD`: a parameter, so that terminal and hub come to the same findings
 */
export function preCheck(
  theme: Theme,
  catalogue: Catalogue,
  draft: Checked,
  today: string,
): readonly PreCheckFinding[] {
  const notice = makeNotice(theme, { answers: draft.answers, values: textsOf(draft.values) })
  const files = new Map(draft.attachments.map((attachment) => [attachment.id, attachment]))
  return [
    ...formFindings(theme, catalogue, draft, today),
    ...[...notice.bring, ...notice.held].flatMap((material) => materialFindings(material, draft, files)),
  ]
}

/** A finding with what the clerk said about it, or null while nobody has said anything. */
export interface SettledFinding extends PreCheckFinding {
  readonly override: Override | null
}

/** Puts each finding beside the reason that was given for it; a reason given for another text does not count. */
export function settleFindings(
  findings: readonly PreCheckFinding[],
  overrides: readonly Override[],
): readonly SettledFinding[] {
  return findings.map((finding) => ({
    ...finding,
    override:
      overrides.find(
        ({ rule, target, text }) =>
          rule === finding.rule && target === finding.target && text === finding.text,
      ) ?? null,
  }))
}
