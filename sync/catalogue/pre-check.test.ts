import {
  type Attachment,
  attachmentSchema,
  type MaterialEntry,
  preCheck,
  type PreCheckFinding,
  settleFindings,
} from '#sync/model'
import { describe, expect, it } from 'vitest'
import { bundledCatalogue } from './bundled/index.ts'
import { sampleValues } from './samples/index.ts'

const today = '2026-11-23'
const catalogue = bundledCatalogue()
const birth = catalogue.themes.find(({ id }) => id === 'birth')
if (birth === undefined) throw new Error('there is no birth theme')
const answers = { parents: 'married', settle: 'mother' }
const sample = { ...sampleValues(birth, catalogue, answers, today), 'mother.idValidUntil': '长期' }

const page = (id: string, dpi = 300): Attachment => ({
  id,
  kind: 'scan',
  mediaType: 'image/png',
  size: 1,
  sha256: '0'.repeat(64),
  label: '页',
  dpi,
})
const paper = (grade: 'B' | 'C', ...attachments: string[]): MaterialEntry => ({
  materialId: 'household-register',
  status: 'attached',
  grade,
  attachments,
})

function find(
  parts: {
    values?: Record<string, string>
    materials?: MaterialEntry[]
    attachments?: Attachment[]
  } = {},
): readonly PreCheckFinding[] {
  const values = Object.fromEntries(
    Object.entries({ ...sample, ...parts.values }).map(([key, value]) => [
      key,
      { value, source: 'typed' as const },
    ]),
  )
  const draft = { answers, values, materials: parts.materials ?? [], attachments: parts.attachments ?? [] }
  return preCheck(birth as never, catalogue, draft, today)
}

describe('what a department would send back', () => {
  it('is nothing for a form in order and a paper that was compared, with all its pages', () => {
    const whole = { materials: [paper('B', 'a', 'b')], attachments: [page('a'), page('b')] }
    expect(find(whole)).toEqual([])
  })

  it('is an identity card that has run out, told to every department that uses it', () => {
    const [finding] = find({ values: { 'mother.idValidUntil': '2026-11-22' } })
    expect(finding).toMatchObject({ rule: 'id-expired', target: 'mother.idValidUntil', step: 'form' })
    expect(finding?.matters).toEqual(['birth-certificate', 'social-security-card'])
    expect(find({ values: { 'mother.idValidUntil': today } })).toEqual([])
  })

  it('is a paper of which a page is missing, is too coarse, or was not held against the original', () => {
    const found = find({ materials: [paper('C', 'a')], attachments: [page('a', 150)] })
    expect(found.map(({ rule }) => rule)).toEqual(['pages-missing', 'low-resolution', 'not-compared'])
    expect(found.every(({ matters }) => matters.join() === 'household-registration')).toBe(true)
  })

  it('is settled by a reason, until it says something else', () => {
    const found = find({ values: { 'mother.idValidUntil': '2026-11-22' } })
    const [finding] = found
    if (finding === undefined) throw new Error('nothing was found')
    const { rule, target, text } = finding
    const override = {
      rule,
      target,
      text,
      reason: '出示了临时身份证',
      operatorId: '1001',
      at: `${today}T09:00:00Z`,
    }
    expect(settleFindings(found, [override])[0]?.override).toEqual(override)
    const another = find({ values: { 'mother.idValidUntil': '2026-11-21' } })
    expect(settleFindings(another, [override])[0]?.override).toBeNull()
  })

  it('does not count the pages of a PDF, which holds any number of them', () => {
    const pdf = { ...page('a'), mediaType: 'application/pdf' }
    expect(find({ materials: [paper('B', 'a')], attachments: [pdf] })).toEqual([])
  })

  it('is a page that nobody can read, named by its place; one that passed the check is not', () => {
    const attachments = [
      { ...page('a'), flaws: [] },
      { ...page('b'), flaws: ['blurred' as const, 'skewed' as const] },
    ]
    const [finding, ...others] = find({ materials: [paper('B', 'a', 'b')], attachments })
    expect(others).toEqual([])
    expect(finding).toMatchObject({ rule: 'illegible', step: 'materials', target: 'household-register' })
    expect(finding?.text).toContain('第 2 页有点糊、放歪了，部门可能看不清')
  })

  it('is small print that was scanned too coarse, whatever its dpi', () => {
    const attachments = [page('a'), { ...page('b', 200), flaws: ['coarse' as const] }]
    const found = find({ materials: [paper('B', 'a', 'b')], attachments })
    expect(found.map(({ rule }) => rule)).toEqual(['low-resolution'])
  })
})

describe('pages of before the check', () => {
  it('still parse, and nothing is said of what nobody looked at', () => {
    const old = page('a')
    expect(attachmentSchema.parse(old)).toEqual(old)
    expect(find({ materials: [paper('B', 'a', 'b')], attachments: [old, page('b')] })).toEqual([])
  })
})
