import { readCatalogue } from '#sync/catalogue/disk'
import { answerOneByOne, atWindow, becomeKiosk, beginVisit, themeCase } from '#tests/journey'
import { expect, test, type Page } from '@playwright/test'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')
const birth = catalogue.themes.find(({ id }) => id === 'birth')
if (birth === undefined) throw new Error('there is no birth theme')

/** Somebody at a kiosk without a keyboard, with a finger and nothing else. */
test.describe.serial('with the keys on the screen', () => {
  const at = atWindow('touch-keyboard')

  const touch = async (page: Page, ...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.getByTestId(`touch-${key}`).click()
  }
  const spell = (page: Page, letters: string): Promise<void> =>
    touch(page, ...[...letters].map((letter) => `key-${letter}`))

  /** From the themes to the first question of the form, by touch. */
  async function toFirstQuestion(page: Page): Promise<void> {
    await page.getByTestId('kiosk-theme-birth').click()
    await expect(page.getByTestId('guide-notice')).toBeVisible()
    for (const question of ['parents', 'settle'])
      await page.getByTestId(`guide-question-${question}`).getByRole('radio').first().click()
    await page.getByTestId('guide-next').click()
  }

  test.beforeAll(async () => {
    becomeKiosk(at.hall)
    await at.terminal.start()
  })

  test('a theme is found by its pinyin, and there are no keys before a field is touched', async () => {
    const { page } = at.terminal
    await beginVisit(at)
    await expect(page.getByTestId('touch-keyboard')).toHaveCount(0)
    await page.getByTestId('kiosk-search').click()
    await spell(page, 'sheng')
    await touch(page, 'candidate-生')
    await spell(page, 'hai')
    await touch(page, 'candidate-孩')
    await expect(page.getByTestId('kiosk-search')).toHaveValue('生孩')
    await expect(page.getByTestId('kiosk-theme-birth')).toBeInViewport()
    await expect(page.getByTestId('kiosk-theme-land-approval')).toHaveCount(0)
    await at.terminal.shoot('search')
    await page.getByTestId('kiosk-search-all').click()
    await expect(page.getByTestId('kiosk-theme-land-approval')).toBeVisible()
    await expect(page.getByTestId('touch-keyboard')).toHaveCount(0)
  })

  test('a name with a rare character and a number are typed and mended by touch', async () => {
    const { page } = at.terminal
    await toFirstQuestion(page)
    const name = page.locator('[data-field="newborn.name"] input')
    await expect(name).toBeVisible()
    await expect(page.getByTestId('touch-keyboard')).toHaveCount(0)
    await name.click()
    await spell(page, 'zhou')
    await touch(page, 'candidate-周')
    await spell(page, 'yuem')
    await touch(page, 'erase')
    await expect(page.getByTestId('touch-candidate-月')).toBeVisible()
    await at.terminal.shoot('candidates')
    while ((await page.getByTestId('touch-candidate-玥').count()) === 0) await touch(page, 'more')
    await touch(page, 'candidate-玥')
    await spell(page, 'li')
    await touch(page, 'candidate-理', 'erase')
    await expect(name).toHaveValue('周玥')
    await expect(name).toBeFocused()
    await expect(name).toBeInViewport()
    await at.terminal.shoot('name')
    await page.keyboard.press('F8')
    await answerOneByOne(page, themeCase(catalogue, birth, today).typed, { until: 'mother.mobile' })
    const mobile = page.locator('[data-field="mother.mobile"] input')
    await mobile.click()
    await spell(page, '138')
    await expect(mobile).toHaveValue('138')
    await touch(page, 'done')
    await expect(page.getByTestId('touch-keyboard')).toHaveCount(0)
    await mobile.click()
    await touch(page, 'keys-letters')
    await at.terminal.shoot('letters')
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })

  test('they go when a real key is pressed, and with the visit', async () => {
    const { page } = at.terminal
    await page.keyboard.press('Tab')
    await expect(page.getByTestId('touch-keyboard')).toHaveCount(0)
    await page.getByTestId('kiosk-restart').click()
    await page.getByTestId('kiosk-sure-yes').click()
    await toFirstQuestion(page)
    await page.locator('[data-field="newborn.name"] input').click()
    await spell(page, 'wang')
    await expect(page.getByTestId('touch-spelled')).toHaveText('wang')
    await page.getByTestId('kiosk-end').click()
    await page.getByTestId('kiosk-sure-yes').click()
    await expect(page.getByTestId('kiosk-next')).toBeVisible()
    await expect(page.getByTestId('touch-keyboard')).toHaveCount(0)
    expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain('wang')
  })

  test('a technician types in the dialog that leads out, and it stays open', async () => {
    const { page } = at.terminal
    await page.getByTestId('kiosk-next').click()
    await expect(page.getByTestId('kiosk-begin')).toBeVisible()
    for (let knock = 0; knock < 5; knock += 1) await page.locator('header.head').click()
    const operator = page.getByTestId('kiosk-leave-operator')
    await operator.click()
    await touch(page, 'keys-letters', 'key-a', 'key-1')
    await expect(operator).toHaveValue('a1')
    await page.getByTestId('kiosk-leave-password').click()
    await touch(page, 'upper', 'key-b')
    await expect(page.getByTestId('kiosk-leave-password')).toHaveValue('B')
    await at.terminal.shoot('dialog')
    expect(at.terminal.faults).toEqual([])
  })
})
