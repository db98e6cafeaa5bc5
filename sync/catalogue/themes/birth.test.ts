import {
  type Catalogue,
  deriveValues,
  describeIntake,
  type Draft,
  fieldsOf,
  makeNotice,
  materialGaps,
  mergeForm,
  readResidentId,
  signedText,
  type Theme,
  validateForm,
} from '#sync/model'
import { describe, expect, it } from 'vitest'
import { bundledCatalogue } from '#sync/catalogue/bundled'
import { sampleValues } from '#sync/catalogue/samples'

const catalogue: Catalogue = bundledCatalogue()
const theme = catalogue.themes.find(({ id }) => id === 'birth') as Theme
const today = '2026-11-23'
const married = { parents: 'married', settle: 'mother' }

function draftOf(answers: Record<string, string>, part: Partial<Draft> = {}): Draft {
  const values = sampleValues(theme, catalogue, answers, today)
  return {
    id: '018f0000-0000-7000-8000-000000000001',
    operatorId: 'clerk',
    themeId: 'birth',
    answers,
    values: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, { value, source: 'typed' as const }]),
    ),
    materials: [],
    attachments: [],
    signature: null,
    transfer: null,
    step: 'form',
    audit: [],
    overrides: [],
    representation: null,
    supplement: null,
    createdAt: '2026-11-23T09:00:00+08:00',
    updatedAt: '2026-11-23T09:00:00+08:00',
    ...part,
  }
}

const scan = {
  id: 'scan-1',
  kind: 'scan' as const,
  mediaType: 'image/png',
  size: 1,
  sha256: 'a'.repeat(64),
  label: '第一页',
}

describe('出生一件事', () => {
  it('gives six matters to six departments, the card and the insurance after the household registration', () => {
    const notice = makeNotice(theme, { answers: married, values: {} })
    expect(notice.matters.map(({ name }) => name)).toEqual([
      '出生医学证明',
      '户口登记',
      '预防接种证',
      '城乡居民医疗保险参保登记',
      '医保参保缴费',
      '社保卡申领',
    ])
    expect(new Set(notice.matters.map(({ department }) => department)).size).toBe(6)
    expect(notice.criticalPath).toEqual([
      'birth-certificate',
      'household-registration',
      'social-security-card',
    ])
    expect(notice.totalWorkingDays).toBe(7)
  })

  it('says what each kind of parents must bring, and not what an authority holds', () => {
    const bring = (answers: Record<string, string>): string[] =>
      makeNotice(theme, { answers, values: {} }).bring.map(({ material }) => material.id)
    expect(bring(married)).toContain('marriage-certificate')
    expect(bring({ parents: 'unmarried', settle: 'mother' })).toContain('unmarried-statement')
    expect(bring({ parents: 'unmarried', settle: 'mother' })).not.toContain('paternity-report')
    expect(bring({ parents: 'unmarried', settle: 'father' })).toContain('paternity-report')
    expect(bring({ parents: 'mother-only' })).not.toContain('marriage-certificate')
    expect(bring({ parents: 'foreign', settle: 'mother' })).toContain('foreign-passport')
    expect(
      makeNotice(theme, { answers: married, values: {} }).held.map(({ material }) => material.id),
    ).toContain('father-id')
  })

  it('asks nothing about a father whom the certificate does not name', () => {
    const form = mergeForm(theme, catalogue, { answers: { parents: 'mother-only' }, values: {} })
    expect(form.sections.map(({ subject }) => subject)).not.toContain('father')
  })

  it('takes a foreign father with his passport and does not ask for his nation', () => {
    const answers = { parents: 'foreign', settle: 'mother' }
    const values: Record<string, string> = {
      ...sampleValues(theme, catalogue, answers, today),
      'father.idType': '414',
      'father.idNumber': 'E12345678',
      'father.name': "Jean-Luc O'Neill",
      'father.nationality': 'FRA',
    }
    const facts = { answers, values }
    const form = mergeForm(theme, catalogue, facts)
    expect(fieldsOf(form).map(({ key }) => key)).not.toContain('father.nation')
    expect(
      validateForm(theme, catalogue, form, facts, today).filter(({ severity }) => severity === 'error'),
    ).toEqual([])
  })

  it('asks for the householder only when it is neither parent, and for a letter when somebody else collects', () => {
    const keys = (values: Record<string, string>): string[] =>
      fieldsOf(mergeForm(theme, catalogue, { answers: married, values })).map(({ key }) => key)
    expect(keys({})).not.toContain('householder.idNumber')
    expect(keys({ 'householder.householderIs': 'other' })).toContain('householder.idNumber')
    const byFather = makeNotice(theme, {
      answers: married,
      values: { 'service.certificateCollector': 'father' },
    })
    expect(byFather.bring.map(({ material }) => material.id)).toContain('collector-authorisation')
  })

  it.each([
    ['newborn.birthDate', '2026-11-24', 'error', '日期不能晚于今天'],
    ['newborn.birthDate', '2025-11-23', 'error', '满一周岁'],
    ['newborn.birthDate', '2026-10-01', 'warning', '超过一个月'],
    ['newborn.name', '赵小满', 'warning', '姓和父母都不一样'],
    ['newborn.gestationalWeeks', '4', 'error', '不能少于 20'],
    ['mother.mobile', '1380000000', 'error', '十一位'],
    ['mother.idNumber', '110105491231002', 'error', '十五位的旧号码'],
    ['mother.birthDate', '1990-01-01', 'error', '对不上'],
  ] as const)('%s = %s is told in plain words', (field, value, severity, words) => {
    const values = { ...sampleValues(theme, catalogue, married, today), [field]: value }
    const facts = { answers: married, values }
    const issue = validateForm(theme, catalogue, mergeForm(theme, catalogue, facts), facts, today).find(
      (found) => found.field === field,
    )
    expect(issue).toMatchObject({ severity })
    expect(issue?.message).toContain(words)
    expect(issue?.message).not.toContain(value)
  })

  it('notices one card read for both parents', () => {
    const values = sampleValues(theme, catalogue, married, today)
    values['father.idNumber'] = values['mother.idNumber'] as string
    const facts = { answers: married, values }
    const found = validateForm(theme, catalogue, mergeForm(theme, catalogue, facts), facts, today)
    expect(found.find(({ field }) => field === 'father.idNumber')?.message).toContain('读错了证件')
  })

  it("fills the mother's birth date from her number and leaves a foreigner's alone", () => {
    const values = sampleValues(theme, catalogue, married, today)
    const form = mergeForm(theme, catalogue, { answers: married, values })
    const number = values['mother.idNumber'] as string
    const entry = (value: string) => ({ value, source: 'typed' as const })
    expect(deriveValues(form, { 'mother.idNumber': entry(number) })['mother.birthDate']).toEqual({
      value: readResidentId(number)?.birthDate,
      source: 'derived',
    })
    expect(deriveValues(form, { 'mother.idNumber': entry(number), 'mother.idType': entry('414') })).toEqual(
      {},
    )
  })

  it('lets the marriage certificate come later, but not the household register', () => {
    const notice = makeNotice(theme, { answers: married, values: {} })
    const attached = (materialId: string) => ({
      materialId,
      status: 'attached' as const,
      grade: 'B' as const,
      attachments: ['scan-1'],
    })
    const gaps = materialGaps(notice, draftOf(married))
    expect(gaps.map(({ materialId }) => materialId)).toEqual([
      'mother-id',
      'household-register',
      'marriage-certificate',
      null,
    ])
    const deferred = { status: 'deferred' as const, dueDate: '2026-12-07' }
    const draft = draftOf(married, {
      attachments: [scan],
      materials: [
        attached('mother-id'),
        { materialId: 'household-register', ...deferred },
        { materialId: 'marriage-certificate', ...deferred },
      ],
    })
    expect(materialGaps(notice, draft).map(({ kind }) => kind)).toEqual(['deferralNotAllowed', 'unsigned'])
    const lost = { ...draft, attachments: [], materials: [attached('mother-id')] }
    expect(materialGaps(notice, lost)[0]?.kind).toBe('fileMissing')
  })

  it('signs one text however the form was filled in, and another as soon as anything in it changes', () => {
    const draft = draftOf(married)
    const text = signedText(theme, catalogue, draft)
    expect(text).toContain('出生一件事')
    expect(text).toContain('孩子 性别：')
    const backwards = { ...draft, values: Object.fromEntries(Object.entries(draft.values).reverse()) }
    expect(signedText(theme, catalogue, backwards)).toBe(text)
    const stale = {
      ...draft,
      values: { ...draft.values, 'service.deliveryAddress': { value: '某处', source: 'typed' as const } },
    }
    expect(signedText(theme, catalogue, stale)).toBe(text)
    const changed = {
      ...draft,
      values: { ...draft.values, 'newborn.birthWeight': { value: '3300', source: 'typed' as const } },
    }
    expect(signedText(theme, catalogue, changed)).not.toBe(text)
    const withPage = {
      ...draft,
      attachments: [scan],
      materials: [
        {
          materialId: 'mother-id',
          status: 'attached' as const,
          grade: 'B' as const,
          attachments: ['scan-1'],
        },
      ],
    }
    expect(signedText(theme, catalogue, withPage)).toContain(scan.sha256)
  })

  it('describes the intake without anything personal', () => {
    const described = describeIntake(catalogue, {
      supplement: null,
      values: {},
      themeId: 'birth',
      matters: ['birth-certificate', 'household-registration'],
      materials: [
        { materialId: 'marriage-certificate', status: 'deferred', dueDate: '2026-12-07' },
        { materialId: 'first-issue-form', status: 'generated' },
        { materialId: 'father-id', status: 'held' },
      ],
    })
    expect(described).toEqual({
      theme: '出生一件事',
      matters: [
        { name: '出生医学证明', department: '卫健' },
        { name: '户口登记', department: '公安' },
      ],
      received: ['出生医学证明首次签发登记表'],
      deferred: [{ materialId: 'marriage-certificate', name: '结婚证', dueDate: '2026-12-07' }],
      committed: [],
      held: ['父亲身份证'],
    })
  })
})
