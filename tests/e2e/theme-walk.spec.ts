import { askHub } from '#build/hall'
import { situationsOf } from '#sync/catalogue'
import { readCatalogue } from '#sync/catalogue/disk'
import { atWindow, answerQuestions, signIn, takeIn, themeCase, type ThemeCase } from '#tests/journey'
import { intakeListSchema } from '#sync/api'
import { expect, test } from '@playwright/test'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')

/** All themes of the plan, one after the other at one window, from the search box to the receipt. */
test.describe.serial('every theme is taken in at the window', () => {
  const at = atWindow('walk', { inspect: false })
  const taken = new Map<string, ThemeCase>()

  test.beforeAll(async () => {
    await at.terminal.start()
    await signIn(at)
  })

  async function walk(one: ThemeCase): Promise<void> {
    taken.set(await takeIn(at.terminal.page, one), one)
    await at.terminal.page.getByTestId('receipt-next').click()
  }

  for (const theme of catalogue.themes) {
    test(`${theme.number} ${theme.name}（${theme.id}）`, () => walk(themeCase(catalogue, theme, today)))
  }

  const birth = catalogue.themes.find(({ id }) => id === 'birth')
  if (birth === undefined) throw new Error('there is no birth theme')
  const family = { parents: 'married', settle: 'mother' }

  test('the second of twins, with the same parents', async () => {
    const second = { 'newborn.name': '王二例', 'newborn.birthTime': '08:42' }
    await walk(themeCase(catalogue, birth, today, family, second))
  })

  test('a mother who registers alone', () =>
    walk(themeCase(catalogue, birth, today, { parents: 'mother-only' })))

  test('a father from abroad, by his passport', () =>
    walk(
      themeCase(
        catalogue,
        birth,
        today,
        { parents: 'foreign', settle: 'mother' },
        {
          'father.idType': '414',
          'father.idNumber': 'X1234567',
          'father.nationality': 'FRA',
          'father.name': 'Jean Dupont',
        },
      ),
    ))

  test('names with a middle dot and with rare characters', () =>
    walk(
      themeCase(catalogue, birth, today, family, {
        'mother.name': '古丽·阿依夏木',
        'father.name': '王𬭎𰻝',
        'newborn.name': '王𫍯',
      }),
    ))

  test('a branch office, by its head', async () => {
    const start = catalogue.themes.find(({ id }) => id === 'enterprise-start')
    if (start === undefined) throw new Error('there is no theme for a new firm')
    const branch = situationsOf(start).find((answers) => Object.values(answers).includes('branch'))
    await walk(themeCase(catalogue, start, today, branch))
  })

  test('what usually comes next starts with what the same person has just said', async () => {
    const { page } = at.terminal
    const mother = themeCase(catalogue, birth, today, family)
    taken.set(await takeIn(page, mother), mother)
    await expect(page.getByTestId('follow-party').locator('option:checked')).toContainText('（母亲）')
    await at.terminal.shoot('follow-ups')
    await page.getByTestId('follow-social-insurance').click()
    const insurance = catalogue.themes.find(({ id }) => id === 'social-insurance')
    if (insurance === undefined) throw new Error('there is no theme for insurance')
    await answerQuestions(page, themeCase(catalogue, insurance, today))
    await expect(page.getByTestId('field-badge-applicant.idNumber')).toHaveText(/来自以往办件/)
    // Not on the mother's form, but her number says it.
    await expect(page.getByTestId('form-choice-applicant.sex-2')).toHaveAttribute('data-state', 'checked')
    const name = page.locator('[data-field="applicant.name"] input')
    await expect(name).toHaveValue(mother.typed['mother.name'] ?? '')
    await at.terminal.shoot('carried-over')
    await page.keyboard.press('Control+K')
  })

  test('all of them reach the hub once, split into their matters', async () => {
    const numbers = [...taken.keys()]
    expect(new Set(numbers).size).toBe(catalogue.themes.length + 6)
    const listed = async () =>
      intakeListSchema
        .parse(await askHub(at.hall, 'GET', '/intakes'))
        .intakes.filter(({ state }) => state === 'committed')
    await expect.poll(async () => (await listed()).length, { timeout: 60_000 }).toBe(numbers.length)
    for (const intake of await listed()) {
      const matters = taken.get(intake.receiptNumber)?.notice.matters.map(({ id }) => id)
      expect(intake.cases.map(({ matterId }) => matterId)).toEqual(matters)
    }
  })

  test('no screen wrote an error to its console on the way', () => {
    expect(at.terminal.faults).toEqual([])
  })
})
