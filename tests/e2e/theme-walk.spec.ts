import { askHub, startHall, type Hall } from '#build/hall'
import { resolveElectron } from '#build/runtime'
import { situationsOf } from '#sync/catalogue'
import { readCatalogue } from '#sync/catalogue/disk'
import { answerQuestions, signIn, takeIn, Terminal, themeCase, type ThemeCase } from '#tests/journey'
import { intakeListSchema } from '#sync/api'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')

/** All themes of the plan, one after the other at one window, from the search box to the receipt. */
test.describe.serial('every theme is taken in at the window', () => {
  let hall: Hall
  let terminal: Terminal
  const taken = new Map<string, ThemeCase>()

  test.beforeAll(async () => {
    const dir = mkdtempSync(join(tmpdir(), 'yichuang-walk-'))
    hall = await startHall({ dir, fresh: true, quiet: true })
    terminal = new Terminal(hall, await resolveElectron(), join(dir, 'shots'))
    await terminal.start()
    await signIn({ terminal })
  })

  test.afterAll(async () => {
    await terminal.close()
    await hall.stop()
    await rm(hall.dir, { recursive: true, force: true })
  })

  async function walk(one: ThemeCase): Promise<void> {
    taken.set(await takeIn(terminal.page, one), one)
    await terminal.page.getByTestId('receipt-next').click()
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
    const { page } = terminal
    const mother = themeCase(catalogue, birth, today, family)
    taken.set(await takeIn(page, mother), mother)
    await expect(page.getByTestId('follow-party').locator('option:checked')).toContainText('（母亲）')
    await terminal.shoot('follow-ups')
    await page.getByTestId('follow-social-insurance').click()
    const insurance = catalogue.themes.find(({ id }) => id === 'social-insurance')
    if (insurance === undefined) throw new Error('there is no theme for insurance')
    await answerQuestions(page, themeCase(catalogue, insurance, today))
    await expect(page.getByTestId('field-badge-applicant.idNumber')).toHaveText(/来自以往办件/)
    // Not on the mother's form, but her number says it.
    await expect(page.getByTestId('form-choice-applicant.sex-2')).toHaveAttribute('data-state', 'checked')
    const name = page.locator('[data-field="applicant.name"] input')
    await expect(name).toHaveValue(mother.typed['mother.name'] ?? '')
    await terminal.shoot('carried-over')
    await page.keyboard.press('Control+K')
  })

  test('all of them reach the hub once, split into their matters', async () => {
    const numbers = [...taken.keys()]
    expect(new Set(numbers).size).toBe(catalogue.themes.length + 6)
    const listed = async () =>
      intakeListSchema
        .parse(await askHub(hall, 'GET', '/intakes'))
        .intakes.filter(({ state }) => state === 'committed')
    await expect.poll(async () => (await listed()).length, { timeout: 60_000 }).toBe(numbers.length)
    for (const intake of await listed()) {
      const matters = taken.get(intake.receiptNumber)?.notice.matters.map(({ id }) => id)
      expect(intake.cases.map(({ matterId }) => matterId)).toEqual(matters)
    }
  })

  test('no screen wrote an error to its console on the way', () => {
    expect(terminal.faults).toEqual([])
  })
})
