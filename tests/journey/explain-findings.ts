import { expect, type Page } from '@playwright/test'

/**
 * 预审说明: what the pre-check found goes with a reason each, by keyboard: the focus waits on the first, a usual reason
 * is one Tab away.
 * @returns how many findings there were
 */
export async function explainFindings(page: Page): Promise<number> {
  await expect(page.getByTestId('pre-check')).toBeVisible()
  const open = page.locator('[data-testid^="pre-check-explain-"]')
  const found = await open.count()
  for (let left = found; left > 0; left -= 1) {
    await open.first().focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('pre-check-usual-0').focus()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('pre-check-reason')).not.toHaveValue('')
    await page.getByTestId('pre-check-confirm').focus()
    await page.keyboard.press('Enter')
    await expect(open).toHaveCount(left - 1)
  }
  return found
}
