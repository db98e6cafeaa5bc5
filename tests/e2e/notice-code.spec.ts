import { demonstrationAdministrator } from '#build/hall'
import { atWindow } from '#tests/journey'
import { expect, test } from '@playwright/test'

/** A citizen comes with the slip of another terminal; its code is scanned where the clerk would type. */
test.describe.serial('a printed notice', () => {
  const at = atWindow('notice')

  test.beforeAll(async () => {
    const page = await at.terminal.start()
    await page.getByTestId('sign-in-operator').fill(demonstrationAdministrator.id)
    await page.keyboard.press('Tab')
    await page.keyboard.type(demonstrationAdministrator.password)
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('desk-search')).toBeFocused()
  })

  test('whose code is damaged says so, and the search box still works', async () => {
    const { page } = at.terminal
    await page.keyboard.type('YCN1:birth;parents')
    await page.keyboard.press('Enter')
    await expect(page.getByText('可能没有扫完整', { exact: false })).toBeVisible()
    await at.terminal.shoot('notice-code-damaged')
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('desk-search')).toHaveValue('')
  })

  test('carries on with the same answers at another terminal', async () => {
    const { page } = at.terminal
    await page.keyboard.type('YCN1:birth;parents=married;settle=father')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('guide-next')).toBeFocused()
    await expect(page.getByTestId('guide-answer-settle')).toHaveText('随父亲上户口')
    await expect(page.locator('[data-testid^="guide-matter-"]')).toHaveCount(6)
  })

  test('shows an administrator what is only an example', async () => {
    const { page } = at.terminal
    await expect(page.getByTestId('guide-example-note')).toBeVisible()
    await expect(page.getByTestId('guide-material-mother-id')).toContainText('示例配置')
    await at.terminal.shoot('notice-examples')
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
