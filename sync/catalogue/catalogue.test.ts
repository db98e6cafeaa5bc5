import { deriveValues, fieldsOf, makeNotice, mergeForm, textsOf, validateForm } from '#sync/model'
import { describe, expect, it } from 'vitest'
import { bundledCatalogue } from '#sync/catalogue/bundled'
import { readCatalogue } from '#sync/catalogue/disk'
import { sampleValues } from '#sync/catalogue/samples'
import actionPlan from './action-plan.yaml'
import { situationsOf } from './situations.ts'
import { themeStats } from './theme-stats.ts'

const catalogue = bundledCatalogue()
const today = '2026-11-23'
type Entry = Pick<(typeof catalogue.themes)[number], 'number' | 'lead' | 'partners' | 'deadline'>
const plan = actionPlan as readonly {
  number: number
  name: string
  lead: string
  partners: string
  deadline: string
}[]

describe('the catalogue', () => {
  it('is the same from the bundle and from disk', () => {
    expect(readCatalogue()).toEqual(catalogue)
  })

  it("has the plan's 27 entries with lead, partners and deadline word for word", () => {
    const entry = ({ number, lead, partners, deadline }: Entry) => ({
      number,
      lead,
      partners,
      deadline,
    })
    expect(catalogue.themes.map(entry)).toEqual(plan.map(entry))
    expect(catalogue.themes).toHaveLength(27)
    for (const [at, { name }] of plan.entries())
      expect(catalogue.themes[at]?.name.startsWith(name), name).toBe(true)
  })

  it('knows all 56 nations and both sexes as the standards number them', () => {
    const table = (id: string) => catalogue.codeTables.find((candidate) => candidate.id === id)?.entries ?? []
    const nations = table('nation').filter(({ code }) => Number(code) <= 56)
    expect(nations).toHaveLength(56)
    expect(nations.map(({ code }) => code)).toEqual(
      Array.from({ length: 56 }, (_, at) => String(at + 1).padStart(2, '0')),
    )
    expect(nations[14]?.label).toBe('土家族')
    expect(nations[55]?.label).toBe('基诺族')
    expect(table('sex').find(({ code }) => code === '2')?.label).toBe('女')
  })

  it.each(catalogue.themes.map((theme) => [theme.id, theme] as const))(
    '%s asks less in one form than its matters ask apart',
    (_, theme) => {
      const stats = themeStats(theme, catalogue)
      expect(stats.fieldsMerged).toBeLessThan(stats.fieldsSum)
    },
  )

  it.each(catalogue.themes.map((theme) => [theme.id, theme] as const))(
    '%s can be filled without error in every situation, and an empty form cannot be handed in',
    (_, theme) => {
      for (const answers of situationsOf(theme)) {
        const values = sampleValues(theme, catalogue, answers, today)
        const facts = { answers, values }
        const form = mergeForm(theme, catalogue, facts)
        const errors = validateForm(theme, catalogue, form, facts, today).filter(
          ({ severity }) => severity === 'error',
        )
        expect(errors).toEqual([])
        const keys = fieldsOf(form).map(({ key }) => key)
        expect(new Set(keys).size).toBe(keys.length)
        const empty = { answers, values: {} }
        const open = mergeForm(theme, catalogue, empty)
        const required = fieldsOf(open)
          .filter((field) => field.required)
          .map(({ key }) => key)
        expect(validateForm(theme, catalogue, open, empty, today).map(({ field }) => field)).toEqual(required)
        expect(makeNotice(theme, facts).matters.length).toBeGreaterThan(0)
      }
    },
  )

  it('asks a question only where its answers lead to different things', () => {
    for (const theme of catalogue.themes) {
      for (const question of theme.questions) {
        const outcomes = situationsOf(theme)
          .filter((answers) => answers[question.id] !== undefined)
          .map((answers) => {
            const facts = { answers, values: {} }
            const form = mergeForm(theme, catalogue, facts)
            const notice = makeNotice(theme, facts)
            return JSON.stringify([
              form.sections.flatMap(({ fields }) => fields.map(({ key }) => key)),
              notice.matters.map(({ id }) => id),
              [...notice.bring, ...notice.held].map(({ material }) => material.id),
            ])
          })
        expect(new Set(outcomes).size, `${theme.id}/${question.id}`).toBeGreaterThan(1)
      }
    }
  })

  it('derives birth date and sex instead of asking, and gives way to what somebody typed', () => {
    const theme = catalogue.themes.find(({ id }) => id === 'marriage')
    if (theme === undefined) throw new Error('marriage is missing')
    const answers = { wish: 'book', who: 'mainland' }
    const form = mergeForm(theme, catalogue, { answers, values: {} })
    const values = { 'applicant.idNumber': { value: '11010519491231002X', source: 'card' as const } }
    expect(textsOf(deriveValues(form, values))).toEqual({
      'applicant.birthDate': '1949-12-31',
      'applicant.sex': '2',
    })
    const typed = { ...values, 'applicant.sex': { value: '1', source: 'typed' as const } }
    expect(textsOf(deriveValues(form, typed))).toEqual({ 'applicant.birthDate': '1949-12-31' })
  })
})
