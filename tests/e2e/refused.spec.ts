import { askHub } from '#build/hall'
import { intakeListSchema } from '#sync/api'
import { readCatalogue } from '#sync/catalogue/disk'
import { atWindow, explainFindings, sign, signIn, takeIn, themeCase } from '#tests/journey'
import { expect, test } from '@playwright/test'
import { generateKeyPairSync } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')

/** 退回: the hub cannot take an intake, and the clerk is not left alone with it. */
test.describe.serial('an intake that the hub refuses', () => {
  const at = atWindow('refused')
  const birth = catalogue.themes.find(({ id }) => id === 'birth')
  if (birth === undefined) throw new Error('there is no birth theme')
  const one = themeCase(catalogue, birth, today, { parents: 'married', settle: 'mother' })
  let rightConfig = ''
  let refused = ''

  const intakes = async () => intakeListSchema.parse(await askHub(at.hall, 'GET', '/intakes')).intakes
  const task = () => at.terminal.page.locator('[data-testid^="task-detail-"]')

  test.beforeAll(async () => {
    // Sealed for a hub that is another one: the real one announces it, and cannot open it.
    rightConfig = await readFile(at.hall.configPath, 'utf8')
    const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
    const wrong = rightConfig
      .replace(/^(\s*x:) .*$/m, `$1 ${String(x)}`)
      .replace(/^(\s*y:) .*$/m, `$1 ${String(y)}`)
    expect(wrong).not.toBe(rightConfig)
    await writeFile(at.hall.configPath, wrong)
    await at.terminal.start()
    await signIn(at)
  })

  test('is a task that says what can be done', async () => {
    const { page } = at.terminal
    refused = await takeIn(page, one)
    await page.getByTestId('receipt-next').click()
    await page.getByTestId(`intake-${refused}`).first().click()
    await expect(task()).toContainText('改正后重新提交', { timeout: 60_000 })
    await expect(page.getByTestId('intake-delivery')).toHaveAttribute('data-delivery', 'refused')
    await at.terminal.shoot('task')
    await at.terminal.shootLarge('task')
  })

  test('is sent again as it is, and is told again when nothing was mended', async () => {
    const { page } = at.terminal
    await page.locator('[data-testid^="task-send-again-"]').press('Enter')
    await expect(page.getByText('已经排队，马上再送', { exact: false })).toBeVisible()
    await expect(task()).toContainText('原样再送一次', { timeout: 60_000 })
    expect((await intakes()).filter(({ state }) => state === 'committed')).toEqual([])
  })

  test('is corrected with all that it held, signed anew, and arrives once', async () => {
    await at.terminal.close()
    await writeFile(at.hall.configPath, rightConfig)
    const page = await at.terminal.start()
    await signIn(at)
    await page.getByTestId(`intake-${refused}`).first().click()
    await page.locator('[data-testid^="task-correct-"]').press('Enter')
    await expect(page.locator('[data-field="mother.name"] input')).not.toHaveValue('')
    await at.terminal.shoot('form')
    await page.keyboard.press('F8')
    await expect(page.getByTestId('materials-progress')).toBeVisible()
    await page.keyboard.press('F8')
    await sign(page)
    await explainFindings(page)
    await expect(page.getByTestId('submit')).toBeEnabled()
    await page.keyboard.press('Control+Enter')
    await expect(page.getByTestId('receipt-saved')).toBeVisible({ timeout: 30_000 })
    const corrected = (await page.getByTestId('receipt-number').innerText()).trim()
    expect(corrected).not.toBe(refused)
    const committed = async () => (await intakes()).filter(({ state }) => state === 'committed')
    await expect.poll(async () => (await committed()).length, { timeout: 60_000 }).toBe(1)
    expect((await committed())[0]?.receiptNumber).toBe(corrected)
    await page.getByTestId('receipt-next').click()
    await page.getByTestId(`intake-${refused}`).first().click()
    await expect(page.getByTestId('withdraw-state')).toBeVisible()
    await expect(page.getByTestId('intake-delivery')).toContainText('不用处理')
    await expect(task()).toHaveCount(0)
    await at.terminal.shoot('replaced')
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
