import { answerQuestions, takeIn, themeCase } from '#tests/journey'
import { expect, test } from '@playwright/test'
import { catalogue, themeById, today, walkThemes } from './walked-themes.ts'

const themes = catalogue.themes.filter(({ lifecycle }) => lifecycle === 'person')
const birth = themeById('birth')
const family = { parents: 'married', settle: 'mother' }

walkThemes('every theme of a life is taken in at the window', 'walk-people', themes, ({ at, walk, note }) => {
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

  test('what usually comes next starts with what the same person has just said', async () => {
    const { page } = at.terminal
    const mother = themeCase(catalogue, birth, today, family)
    note(await takeIn(page, mother), mother)
    await expect(page.getByTestId('follow-party').locator('option:checked')).toContainText('（母亲）')
    await at.terminal.shoot('follow-ups')
    await page.getByTestId('follow-social-insurance').click()
    await answerQuestions(page, themeCase(catalogue, themeById('social-insurance'), today))
    await expect(page.getByTestId('field-badge-applicant.idNumber')).toHaveText(/来自以往办件/)
    // Not on the mother's form, but her number says it.
    await expect(page.getByTestId('form-choice-applicant.sex-2')).toHaveAttribute('data-state', 'checked')
    const name = page.locator('[data-field="applicant.name"] input')
    await expect(name).toHaveValue(mother.typed['mother.name'] ?? '')
    await at.terminal.shoot('carried-over')
    await page.keyboard.press('Control+K')
  })
})
