import { expect, type Page } from '@playwright/test'
import { explainFindings } from './explain-findings.ts'
import type { JourneyStep } from './journey.ts'

/** Scans one page into a material with the keyboard: focus it, F4. */
async function scan(page: Page, materialId: string): Promise<void> {
  await page.getByTestId(`materials-scan-${materialId}`).focus()
  await page.keyboard.press('F4')
  await expect(page.getByTestId(`materials-status-${materialId}`)).toContainText('已收 1 页', {
    timeout: 60_000,
  })
}

const scanStep: JourneyStep = {
  id: '07-materials',
  title: '扫描原件并核对，结婚证容缺后补',
  async run({ terminal }) {
    const { page } = terminal
    await terminal.shoot('11-materials')
    await scan(page, 'mother-id')
    await page.getByTestId('materials-checked-mother-id').focus()
    await page.keyboard.press('Space')
    await scan(page, 'household-register')
    await page.getByTestId('materials-checked-household-register').focus()
    await page.keyboard.press('Space')
    await page.getByTestId('materials-defer-marriage-certificate').focus()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('materials-defer-confirm')).toBeVisible()
    await terminal.shoot('12-defer')
    await page.getByTestId('materials-defer-confirm').focus()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('materials-status-marriage-certificate')).toContainText('前补交')
    await terminal.shoot('13-materials-done')
    await terminal.shootLarge('13-materials-done')
    await page.keyboard.press('F8')
    await expect(page.getByTestId('sign-canvas')).toBeVisible()
  },
}

const signStep: JourneyStep = {
  id: '08-sign',
  title: '申请人看清内容后在屏上签名',
  async run({ terminal }) {
    const { page } = terminal
    const box = await page.getByTestId('sign-canvas').boundingBox()
    if (box === null) throw new Error('there is nowhere to sign')
    // The pen is the applicant's; the clerk's hands stay on the keyboard.
    await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.6)
    await page.mouse.down()
    for (let at = 0; at <= 40; at += 1) {
      const wave = Math.sin(at / 3) * box.height * 0.22
      await page.mouse.move(box.x + box.width * (0.2 + at * 0.014), box.y + box.height * 0.5 + wave)
    }
    await page.mouse.up()
    await page.getByTestId('sign-confirm').focus()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('sign-done')).toBeVisible()
    await terminal.shoot('14-signed')
    await page.keyboard.press('F8')
    await expect(page.getByTestId('submit')).toBeVisible()
    // One side of the card was scanned where the list says two: told before a department does.
    await expect(page.getByTestId('pre-check-pages-missing-mother-id')).toBeVisible()
    // Ctrl+Enter does not go past it; the reason is asked for, and given in the usual words.
    await page.keyboard.press('Control+Enter')
    await expect(page.locator('[data-problem]').first()).toBeFocused()
    await terminal.shoot('15-review')
    await terminal.shootLarge('15-review')
    expect(await explainFindings(page)).toBeGreaterThan(0)
    await expect(page.getByTestId('submit')).toBeFocused()
    await terminal.shoot('15-review-explained')
  },
}

export const materialSteps: readonly JourneyStep[] = [scanStep, signStep]
