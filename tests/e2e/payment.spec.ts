import { askHub } from '#build/hall'
import { readCatalogue } from '#sync/catalogue/disk'
import { intakeListSchema } from '#sync/api'
import { atWindow, signIn, takeIn, themeCase } from '#tests/journey'
import { expect, test } from '@playwright/test'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')

/** 统一支付: after 已保存, now or later, and never twice. */
test.describe.serial('a fee is paid at the window', () => {
  const at = atWindow('payment')

  test.beforeAll(async () => {
    await at.terminal.start()
    await signIn(at)
  })

  test('offline it is paid later, and the receipt says so', async () => {
    const { page } = at.terminal
    const theme = catalogue.themes.find(({ id }) => id === 'real-estate')
    if (theme === undefined) throw new Error('there is no such theme')
    at.hall.line.cut()
    await takeIn(page, themeCase(catalogue, theme, today))
    await expect(page.getByTestId('intake-fee')).toContainText('应缴费 160 元')
    await at.terminal.shoot('payment-due')
    await page.getByTestId('intake-pay').click()
    await expect(page.getByTestId('payment-problem')).toContainText('联系不上支付平台')
    await at.terminal.shoot('payment-offline')
    await page.getByTestId('payment-later').click()
    await expect(page.getByTestId('intake-fee')).toBeVisible()
  })

  test('with the line back, a wrong code and a refused purse cost nothing', async () => {
    const { page } = at.terminal
    at.hall.line.restore()
    await expect
      .poll(
        async () => intakeListSchema.parse(await askHub(at.hall, 'GET', '/intakes')).intakes.at(0)?.state,
        {
          timeout: 60_000,
        },
      )
      .toBe('committed')
    await page.getByTestId('intake-pay').click()
    await expect(page.getByTestId('payment-amount')).toContainText('160 元')
    await expect(page.getByTestId('payment-code')).toBeFocused()
    await at.terminal.shoot('payment-open')
    await at.terminal.shootLarge('payment-open')
    await page.keyboard.type('not-a-code')
    await page.keyboard.press('Enter')
    await expect(page.getByText('这不是付款码', { exact: false })).toBeVisible()
    await page.keyboard.type('280000000000000001')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('payment-problem')).toContainText('没有扣款')
    await at.terminal.shoot('payment-refused')
  })

  test('a good code pays once, prints, and the intake knows it', async () => {
    const { page } = at.terminal
    await page.getByTestId('payment-code').fill('130000000000000001')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('payment-paid')).toBeVisible()
    await expect(page.getByTestId('payment-done')).toBeFocused()
    await page.keyboard.press('F7')
    await at.terminal.shoot('payment-paid')
    await page.getByTestId('payment-done').click()
    await expect(page.getByTestId('intake-fee')).toContainText('已缴费 160 元', { timeout: 60_000 })
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
