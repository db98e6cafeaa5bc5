import {
  makeNotice,
  materialGaps,
  mergeForm,
  namingValues,
  fieldsOf,
  ownItemId,
  preCheck,
  type Supplement,
  textsOf,
  themeOf,
  totalFen,
  feesOf,
  type FormValues,
} from '#sync/model'
import { describe, expect, it } from 'vitest'
import { bundledCatalogue } from './bundled/index.ts'
import { sampleValues } from './samples/index.ts'
import { situationsOf } from './situations.ts'

const catalogue = bundledCatalogue()
const today = '2026-11-20'

/** Themes whose matters ask for papers, with an invented intake of each. */
const cases = catalogue.themes.flatMap((theme) => {
  const answers = situationsOf(theme)[0] ?? {}
  const matter = theme.matters.find(({ materials }) => materials.length > 0)
  if (matter === undefined || theme.matters.every(({ fields }) => fields.length === 0)) return []
  const texts = sampleValues(theme, catalogue, answers, today)
  const values: FormValues = Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [key, { value, source: 'typed' as const }]),
  )
  return [{ theme, matter, answers, values }]
})

describe.each(cases)('a supplement of $theme.id', ({ theme, matter, answers, values }) => {
  const supplement: Supplement = {
    intakeId: '018f5f6e-0000-7000-8000-000000000000',
    receiptNumber: '430102-T01-20261120-00001-A',
    requestId: 'r1',
    caseId: 'c1',
    matters: [matter.id],
    items: [
      { materialId: matter.materials[0] ?? '', text: '看不清，请重新提交' },
      { materialId: ownItemId(1), text: '情况说明' },
    ],
  }
  const naming = namingValues(values)
  const read = themeOf(catalogue.themes, { themeId: theme.id, supplement, values: naming })
  if (read === undefined) throw new Error('there is no such theme')
  const facts = { answers, values: textsOf(naming) }

  it('asks for exactly what was asked for, of the one department, and costs nothing', () => {
    const notice = makeNotice(read, facts)
    expect(notice.bring.map(({ material }) => material.id)).toEqual(
      supplement.items.map((one) => one.materialId),
    )
    expect(notice.held).toEqual([])
    expect(notice.matters.map(({ id }) => id)).toEqual([matter.id])
    expect(totalFen(feesOf(read, [matter.id]))).toBe(0)
    const gaps = materialGaps(notice, { materials: [], attachments: [], signature: null })
    expect(gaps.map(({ kind }) => kind)).toEqual(['missing', 'missing', 'unsigned'])
  })

  it('knows who applied and asks nothing of the form again', () => {
    const fields = fieldsOf(mergeForm(read, catalogue, facts))
    expect(fields.every(({ required }) => !required)).toBe(true)
    const names = read.applicants.map((id) => facts.values[`${id}.name`] ?? facts.values[`${id}.orgName`])
    expect(names.length).toBeGreaterThan(0)
    expect(names).not.toContain(undefined)
    const draft = { answers, values: naming, materials: [], attachments: [] }
    expect(preCheck(read, catalogue, draft, today).filter(({ step }) => step === 'form')).toEqual([])
  })
})
