import { readCatalogue } from '#sync/catalogue/disk'
import { answerQuestions, atWindow, signIn, themeCase } from '#tests/journey'
import { expect, test } from '@playwright/test'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')

/** An address is written as one says it; the division is found while it is written. */
test.describe.serial('an address', () => {
  const at = atWindow('address')
  const field = () => at.terminal.page.locator('[data-field="mother.householdAddress"]')

  test.beforeAll(async () => {
    const page = await at.terminal.start()
    await signIn(at)
    await page.keyboard.insertText('新生儿出生')
    await page.getByTestId('desk-result-birth').waitFor()
    await page.keyboard.press('Enter')
    const birth = catalogue.themes.find(({ id }) => id === 'birth')
    if (birth === undefined) throw new Error('there is no birth theme')
    await answerQuestions(page, themeCase(catalogue, birth, today))
  })

  test('is found by the initials of its county, goes on with its town, and ends in what is typed', async () => {
    const { page } = at.terminal
    const input = field().locator('input')
    await input.focus()
    await page.keyboard.type('frq')
    await expect(field().getByRole('option').first()).toHaveText('湖南省长沙市芙蓉区')
    await at.terminal.shoot('places')
    await at.terminal.shootLarge('places')
    await page.keyboard.press('Enter')
    await expect(input).toHaveValue('湖南省长沙市芙蓉区')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(input).toHaveValue(/^湖南省长沙市芙蓉区.+街道$/)
    await page.keyboard.insertText('样例路1号')
    await expect(field().getByRole('option')).toHaveCount(0)
    await page.keyboard.press('Tab')
    await expect(field().locator('.place')).toContainText('芙蓉区')
    await expect(input).toHaveValue(/街道样例路1号$/)
  })

  test('with a former name says what it is called now, and stays as it was written', async () => {
    const { page } = at.terminal
    await field().locator('input').fill('湖南省长沙市望城县样例村1组')
    await page.keyboard.press('Tab')
    await expect(field()).toContainText('“望城县”现在是湖南省长沙市望城区')
    await expect(field().locator('input')).toHaveValue('湖南省长沙市望城县样例村1组')
    await at.terminal.shoot('former')
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
