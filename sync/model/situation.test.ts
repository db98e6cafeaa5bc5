import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeNotice } from './make-notice.ts'
import { mergeForm, valuesOfForm } from './merge-form.ts'
import { countedAnswers, openQuestions, situationOf, upstreamOf } from './situation.ts'
import { type Theme, themeSchema } from './theme.ts'

const elements = [
  {
    id: 'name',
    label: '姓名',
    format: { kind: 'personName' as const, maxLength: 50 },
    sensitivity: 'personal' as const,
  },
  { id: 'mobile', label: '手机号码', format: { kind: 'mobile' as const }, sensitivity: 'personal' as const },
  {
    id: 'reason',
    label: '原因',
    format: { kind: 'text' as const, maxLength: 50, multiline: false },
    sensitivity: 'personal' as const,
  },
]

function themeOf(part: Partial<Record<keyof Theme, unknown>>): Theme {
  return themeSchema.parse({
    id: 'test',
    number: 1,
    name: '试验',
    title: '试验一件事',
    summary: '只在试验里用',
    lifecycle: 'person',
    stage: '试验',
    lead: '某部门',
    partners: '某部门',
    deadline: '某日',
    keywords: [],
    questions: [],
    subjects: [
      { id: 'child', label: '孩子', kind: 'person' },
      { id: 'parent', label: '家长', kind: 'person', readsCard: true },
    ],
    applicants: ['parent'],
    materials: [],
    ...part,
  })
}

const matter = (id: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id,
  name: id,
  department: 'police',
  handling: 'instant',
  workingDays: 1,
  fields: [],
  materials: [],
  ...more,
})

describe('questions', () => {
  const theme = themeOf({
    questions: [
      {
        id: 'married',
        ask: '结婚了吗？',
        options: [
          { value: 'yes', label: '是' },
          { value: 'no', label: '否' },
        ],
      },
      {
        id: 'where',
        ask: '在哪里？',
        when: { question: 'married', in: ['yes'] },
        options: [
          { value: 'here', label: '本地' },
          { value: 'away', label: '外地' },
        ],
      },
    ],
    matters: [matter('always'), matter('away', { when: { question: 'where', in: ['away'] } })],
  })

  it('are asked only when an earlier answer makes them matter', () => {
    expect(openQuestions(theme, {}).map(({ id }) => id)).toEqual(['married'])
    expect(openQuestions(theme, { married: 'yes' }).map(({ id }) => id)).toEqual(['married', 'where'])
  })

  it('no longer count once they are not asked any more', () => {
    const answers = { married: 'no', where: 'away' }
    expect(countedAnswers(theme, answers)).toEqual({ married: 'no' })
    expect(makeNotice(theme, { answers, values: {} }).matters.map(({ id }) => id)).toEqual(['always'])
  })

  it('do not count with an answer that they never offered', () => {
    expect(countedAnswers(theme, { married: 'perhaps' })).toEqual({})
  })
})

describe('the one form', () => {
  const theme = themeOf({
    matters: [
      matter('a', {
        fields: [
          { subject: 'parent', element: 'mobile', required: false },
          { subject: 'parent', element: 'name' },
          { subject: 'child', element: 'name' },
        ],
      }),
      matter('b', {
        fields: [
          { subject: 'parent', element: 'name', label: '家长姓名' },
          { subject: 'parent', element: 'mobile' },
          { subject: 'child', element: 'reason', when: { filled: 'parent.mobile' } },
        ],
      }),
    ],
  })

  it('asks each datum once, grouped by whom it speaks of, required when anybody requires it', () => {
    const form = mergeForm(theme, { elements }, { answers: {}, values: {} })
    expect(form.sections.map(({ subject }) => subject)).toEqual(['child', 'parent'])
    expect(form.sections[1]?.fields).toMatchObject([
      { key: 'parent.name', label: '家长姓名', required: true, matters: ['a', 'b'] },
      { key: 'parent.mobile', required: true, matters: ['a', 'b'] },
    ])
    expect([form.fieldsSum, form.fieldsMerged]).toEqual([5, 3])
  })

  it('shows a conditional field only while its condition holds, and sends nothing of it otherwise', () => {
    const values = { 'parent.mobile': '13800000000', 'child.reason': '搬家' }
    const open = mergeForm(theme, { elements }, { answers: {}, values })
    expect(open.sections[0]?.fields.map(({ key }) => key)).toEqual(['child.name', 'child.reason'])
    const closed = mergeForm(theme, { elements }, { answers: {}, values: { 'child.reason': '搬家' } })
    expect(closed.sections[0]?.fields.map(({ key }) => key)).toEqual(['child.name'])
    expect(valuesOfForm(closed, { 'child.reason': { value: '搬家', source: 'typed' } })).toEqual({})
  })

  it('lets no value of a hidden field decide anything', () => {
    const chained = themeOf({
      matters: [
        matter('a', {
          fields: [
            { subject: 'parent', element: 'mobile', when: { filled: 'parent.name' } },
            { subject: 'parent', element: 'name', required: false },
            { subject: 'parent', element: 'reason', when: { filled: 'parent.mobile' } },
          ],
        }),
        matter('b', { when: { filled: 'parent.reason' } }),
      ],
    })
    const stale = { 'parent.mobile': '13800000000', 'parent.reason': '搬家' }
    const situation = situationOf(chained, { answers: {}, values: stale })
    expect(situation.matters.map(({ id }) => id)).toEqual(['a'])
    expect(situation.facts.values).toEqual({})
  })
})

describe('time of the whole', () => {
  it('takes the longest of what runs side by side and the sum of what waits', () => {
    const theme = themeOf({
      matters: [
        matter('first', { workingDays: 2, feeYuan: 0.1 }),
        matter('second', { workingDays: 3, dependsOn: ['first'], feeYuan: 0.2 }),
        matter('beside', { workingDays: 4 }),
      ],
    })
    const notice = makeNotice(theme, { answers: {}, values: {} })
    expect(notice.totalWorkingDays).toBe(5)
    expect(notice.criticalPath).toEqual(['first', 'second'])
    expect(notice.feeYuan).toBe(0.3)
  })

  it('waits for what lies behind a matter that is already done', () => {
    const theme = themeOf({
      questions: [
        {
          id: 'has',
          ask: '有了吗？',
          options: [
            { value: 'yes', label: '有' },
            { value: 'no', label: '没有' },
          ],
        },
      ],
      matters: [
        matter('first', { workingDays: 2 }),
        matter('middle', { dependsOn: ['first'], when: { question: 'has', in: ['no'] } }),
        matter('last', { workingDays: 1, dependsOn: ['middle'] }),
      ],
    })
    const notice = makeNotice(theme, { answers: { has: 'yes' }, values: {} })
    expect(upstreamOf(theme, notice.matters).get('last')).toEqual(['first'])
    expect(notice.totalWorkingDays).toBe(3)
  })

  it('is at least every matter and at most their sum, and ends with an applicable matter', () => {
    const graph = fc.array(fc.record({ days: fc.nat(20), up: fc.array(fc.nat(9), { maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 10,
    })
    fc.assert(
      fc.property(graph, (nodes) => {
        const theme = themeOf({
          matters: nodes.map(({ days, up }, at) =>
            matter(`m${at}`, {
              workingDays: days,
              dependsOn: [...new Set(up.filter((other) => other < at))].map((other) => `m${other}`),
            }),
          ),
        })
        const { totalWorkingDays, criticalPath } = makeNotice(theme, { answers: {}, values: {} })
        const days = nodes.map((node) => node.days)
        expect(totalWorkingDays).toBeGreaterThanOrEqual(Math.max(...days))
        expect(totalWorkingDays).toBeLessThanOrEqual(days.reduce((sum, each) => sum + each, 0))
        const onPath = criticalPath.map((id) => days[Number(id.slice(1))] as number)
        expect(onPath.reduce((sum, each) => sum + each, 0)).toBe(totalWorkingDays)
      }),
    )
  })

  it('refuses matters that wait for each other', () => {
    const theme = themeOf({ matters: [matter('a', { dependsOn: ['b'] }), matter('b', { dependsOn: ['a'] })] })
    expect(() => makeNotice(theme, { answers: {}, values: {} })).toThrow(/wait for each other/)
  })
})
