import { answerQuestions, explainFindings, fillByKeyboard, inventBirthFamily } from '#tests/journey'
import { expect, type Page } from '@playwright/test'
import { drawPage } from '../../../renderer/workers/page-check/page.test-support.ts'
import { applicantOf, type Chapter, openTheme, toDesk, type Walk } from './walk.ts'

async function photographGuide({ terminal: { page }, photographer }: Walk): Promise<void> {
  const one = applicantOf('birth', { parents: 'married', settle: 'mother' })
  await openTheme(page, one)
  await photographer.take('guide-question', '一次告知：问情形')
  for (const key of ['1', '1']) {
    await expect(page.getByRole('radio').first()).toBeFocused()
    await page.keyboard.press(key)
  }
  await expect(page.getByTestId('guide-next')).toBeFocused()
  await photographer.take('guide-notice', '一次告知：告知单')
  await page.keyboard.press('F8')
  await expect(page.getByTestId('form-progress')).toBeVisible()
}

async function photographForm({ hall, terminal: { page }, photographer }: Walk): Promise<void> {
  await photographer.take('form', '一次表单：空白')
  await page.keyboard.press('F8')
  await expect(page.getByTestId('form-problems')).toBeVisible()
  await photographer.take('form-problems', '一次表单：还有必填')
  await page.getByTestId('form-read-card-mother').click()
  await expect(page.getByTestId('form-card-cancel')).toBeVisible()
  await photographer.take('form-card', '读身份证')
  await page.keyboard.press('Escape')
  await hall.reader.send('insert-card', inventBirthFamily(7).motherCard)
  await page.getByTestId('form-read-card-mother').click()
  await expect(page.getByTestId('form-card-report-mother')).toBeVisible({ timeout: 30_000 })
  await hall.reader.send('remove-card')
  await photographer.take('form-card-read', '一次表单：身份证已读')
  await page.getByTestId('form-licences-mother').click()
  await expect(page.getByTestId('form-licence-agreed')).toBeVisible()
  await photographer.take('form-licence', '取电子证照')
  await page.keyboard.press('Escape')
  const address = page.locator('[data-field="newborn.birthPlace"] input')
  await address.focus()
  await page.keyboard.type('frq')
  await expect(page.getByRole('option').first()).toBeVisible()
  await photographer.take('form-address', '一次表单：地址补全')
  await page.keyboard.press('Escape')
  await address.fill('')
  await page.locator('[data-field="newborn.name"] input').focus()
  await fillByKeyboard(page, inventBirthFamily(7).typed)
  await photographer.take('form-filled', '一次表单：填好')
}

async function addFile(page: Page, blurMm: number): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByTestId('materials-file-mother-id').press('Enter')
  const buffer = drawPage({ dpi: 200, blurMm }).toBuffer('image/jpeg')
  await (await chooser).setFiles([{ name: 'page.jpg', mimeType: 'image/jpeg', buffer }])
}

async function photographMaterials({ terminal: { page }, photographer }: Walk): Promise<void> {
  await photographer.take('materials', '材料核对：还没有收')
  await addFile(page, 0)
  await expect(page.getByTestId('materials-status-mother-id')).toContainText('已收 1 页')
  await addFile(page, 0.5)
  await expect(page.getByTestId('materials-status-mother-id')).toContainText('已收 2 页')
  await page.getByTestId('materials-checked-mother-id').press('Space')
  await page.getByTestId('materials-defer-marriage-certificate').press('Enter')
  await expect(page.getByTestId('materials-defer-confirm')).toBeVisible()
  await photographer.take('materials-defer', '容缺后补')
  await page.getByTestId('materials-defer-confirm').press('Enter')
  await page.getByTestId('materials-camera-household-register').press('Enter')
  await expect(page.getByTestId('materials-camera-live')).toBeVisible()
  await photographer.take('materials-camera', '拍照')
  await page.getByTestId('materials-camera-shutter').press('Space')
  await page.getByTestId('materials-camera-keep').press('Enter')
  await expect(page.getByTestId('materials-status-household-register')).toContainText('已收 1 页')
  await page.getByTestId('materials-checked-household-register').press('Space')
  await photographer.take('materials-done', '材料核对：已齐')
  await page.getByRole('button', { name: '有点糊' }).first().press('Enter')
  await expect(page.getByTestId('materials-page-dialog')).toBeVisible()
  await photographer.take('materials-page', '看一页')
  await page.getByTestId('materials-page-redact').press('Enter')
  await expect(page.getByTestId('materials-redact-board')).toBeVisible()
  await page.getByTestId('materials-redact-add').press('Enter')
  await photographer.take('materials-redact', '涂黑')
  await page.getByTestId('materials-redact-dialog').getByRole('button', { name: '不涂了' }).click()
  await expect(page.getByTestId('materials-redact-dialog')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('materials-page-dialog')).toHaveCount(0)
}

async function photographSigning({ terminal: { page }, photographer }: Walk): Promise<void> {
  await photographer.take('sign', '签名')
  await page.getByTestId('sign-as-agent').click()
  await expect(page.getByTestId('sign-problem-proof-missing')).toBeVisible()
  await photographer.take('sign-agent', '签名：代办')
  await page.getByTestId('sign-as-self').click()
  await page.getByTestId('sign-alternative').click()
  await page.getByTestId('sign-reason-hand').click()
  await page.getByTestId('sign-read').check()
  await photographer.take('sign-spoken', '签名：口头确认')
  await page.getByTestId('sign-agreed').check()
  await page.keyboard.press('F6')
  await expect(page.getByTestId('sign-done')).toBeVisible()
  await photographer.take('sign-done', '签名：已签')
  await page.keyboard.press('F8')
}

/** 一件事, from the first question to 已保存. */
export const intakeChapter: Chapter = {
  id: 'intake',
  async run(walk) {
    const { page } = walk.terminal
    const { photographer } = walk
    await photographGuide(walk)
    await photographForm(walk)
    await page.keyboard.press('F8')
    const next = page.getByTestId('materials-next')
    const problems = page.getByTestId('form-problems')
    await expect(next.or(problems).first()).toBeVisible()
    if (await problems.isVisible()) await page.keyboard.press('F8')
    await expect(next).toBeVisible()
    await photographMaterials(walk)
    await page.keyboard.press('F8')
    await expect(page.getByTestId('sign-alternative')).toBeVisible()
    await photographSigning(walk)
    await expect(page.getByTestId('pre-check')).toBeVisible()
    await photographer.take('review', '核对提交：有要看的')
    await page.locator('[data-testid^="pre-check-explain-"]').first().click()
    await expect(page.getByTestId('pre-check-reason')).toBeVisible()
    await photographer.take('review-explain', '核对提交：写明原因')
    await page.keyboard.press('Escape')
    await explainFindings(page)
    await expect(page.getByTestId('submit')).toBeEnabled()
    await photographer.take('review-ready', '核对提交：可以提交')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByTestId('receipt-saved')).toBeVisible({ timeout: 30_000 })
    await photographer.take('receipt', '回执：已保存')
    await page.getByTestId('receipt-rate').click()
    await expect(page.getByTestId('rate-satisfied')).toBeVisible()
    await photographer.take('rate', '评价')
    await page.getByTestId('rate-dissatisfied').click()
    await photographer.take('rate-reasons', '评价：为什么')
    await page.getByTestId('rate-send').click()
    await expect(page.getByTestId('rate-done')).toBeVisible()
    await photographer.take('rate-done', '评价：记下了')
    await toDesk(page)
  },
}

/** 存一下，换个窗口继续. */
export const transferChapter: Chapter = {
  id: 'transfer',
  async run({ terminal: { page }, photographer }) {
    const one = applicantOf('birth', { parents: 'married', settle: 'mother' })
    await openTheme(page, one)
    await answerQuestions(page, one)
    await page.getByTestId('workspace-hand-over').click()
    await expect(page.getByTestId('transfer-store')).toBeVisible()
    await photographer.take('transfer', '换窗口接着办')
    await page.getByTestId('transfer-store').click()
    await expect(page.getByTestId('transfer-ready')).toBeVisible({ timeout: 60_000 })
    await photographer.take('transfer-code', '换窗口接着办：接办码')
    await toDesk(page)
  },
}
