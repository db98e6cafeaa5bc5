import { readdir } from 'node:fs/promises'
import { demonstrationAccount } from '#build/hall'
import { expect } from '@playwright/test'
import type { Journey, JourneyStep } from './journey.ts'

/** Signs in with the keyboard: the cursor stands in the first field. */
export async function signIn(
  { terminal: { page } }: Pick<Journey, 'terminal'>,
  account: Readonly<Record<'id' | 'password', string>> = demonstrationAccount,
): Promise<void> {
  await expect(page.getByTestId('sign-in-operator')).toBeFocused()
  await page.keyboard.type(account.id)
  await page.keyboard.press('Tab')
  await page.keyboard.type(account.password)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('desk-search')).toBeFocused()
}

/** How many receipts the printer has cut so far. */
export async function receiptsOf({ hall }: Journey): Promise<string[]> {
  return hall.printer.send('receipts')
}

const signInStep: JourneyStep = {
  id: '01-sign-in',
  title: '经办人登录（断网也可登录）',
  async run(journey) {
    const page = await journey.terminal.start()
    await expect(page.getByTestId('sign-in-operator')).toBeVisible()
    await page.keyboard.type('1001')
    await page.keyboard.press('Tab')
    await page.keyboard.type('wrong-password')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('sign-in-problem')).toBeVisible()
    await journey.terminal.shoot('01-sign-in-refused')
    await page.reload()
    await expect(page.getByTestId('sign-in-operator')).toBeFocused()
    await journey.terminal.shoot('01-sign-in')
    await signIn(journey)
    await journey.terminal.shoot('02-desk')
    await journey.terminal.shootLarge('02-desk')
  },
}

const findStep: JourneyStep = {
  id: '02-find',
  title: '按汉字、拼音、首字母都能找到“新生儿出生”',
  async run({ terminal }) {
    const { page } = terminal
    const search = page.getByTestId('desk-search')
    for (const words of ['出生', 'chusheng', 'cs']) {
      await search.fill('')
      await search.pressSequentially(words)
      await expect(page.getByRole('option').first()).toContainText('新生儿出生')
    }
    await terminal.shoot('03-search')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('guide-notice')).toBeVisible()
  },
}

const noticeStep: JourneyStep = {
  id: '03-notice',
  title: '两个问题确定情形，一次告知六个事项、材料和时限，并打印',
  async run(journey) {
    const { terminal, family, hall } = journey
    const { page } = terminal
    await terminal.shoot('04-question')
    for (const key of family.answerKeys) {
      await expect(page.getByRole('radio').first()).toBeVisible()
      await page.keyboard.press(key)
    }
    await expect(page.getByTestId('guide-next')).toBeFocused()
    await expect(page.locator('[data-testid^="guide-matter-"]')).toHaveCount(6)
    await expect(page.getByTestId('guide-total-days')).toContainText('工作日')
    await expect(page.getByTestId('guide-material-marriage-certificate')).toBeVisible()
    await page.keyboard.press('F7')
    await expect(page.getByTestId('notice-print-printed')).toBeVisible()
    await terminal.shoot('05-notice')
    await terminal.shootLarge('05-notice')
    const [slip] = await receiptsOf(journey)
    expect(slip).toContain('一次性告知单')
    expect(slip).toContain('出生医学证明')
    await expect.poll(() => readdir(hall.receiptsDir)).toContain('receipt-0001.png')
  },
}

export const guideSteps: readonly JourneyStep[] = [signInStep, findStep, noticeStep]
