import { askHub } from '#build/hall'
import { readCatalogue } from '#sync/catalogue/disk'
import { departmentCasesSchema, intakeListSchema } from '#sync/api'
import { atWindow, explainFindings, sign, signIn, takeIn, themeCase } from '#tests/journey'
import { expect, test } from '@playwright/test'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')

/** 补正: a department asks for more, the applicant comes back with it, and the line is cut just then. */
test.describe.serial('what a department asks for', () => {
  const at = atWindow('supplement')
  const birth = catalogue.themes.find(({ id }) => id === 'birth')
  if (birth === undefined) throw new Error('there is no birth theme')
  const one = themeCase(catalogue, birth, today, { parents: 'married', settle: 'mother' })
  let original = ''
  let supplement = ''
  let caseId = ''

  test.beforeAll(async () => {
    await at.terminal.start()
    await signIn(at)
  })

  const intakes = async () => intakeListSchema.parse(await askHub(at.hall, 'GET', '/intakes')).intakes
  const healthCase = async () => {
    const answer = await askHub(at.hall, 'GET', '/departments/health/cases')
    return departmentCasesSchema.parse(answer).cases.find((found) => found.caseId === caseId)
  }
  const taskOf = () => at.terminal.page.locator('[data-testid^="task-detail-"]')

  test('comes by itself, with the way to hand it in', async () => {
    const { page } = at.terminal
    original = await takeIn(page, one)
    await expect.poll(async () => (await intakes())[0]?.state, { timeout: 60_000 }).toBe('committed')
    caseId =
      (await intakes())[0]?.cases.find(({ matterId }) => matterId === 'birth-certificate')?.caseId ?? ''
    await askHub(at.hall, 'POST', `/cases/${caseId}/supplement-requests`, {
      items: [
        { materialId: 'mother-id', text: '身份证背面看不清，请重新提交' },
        { materialId: null, text: '说明孩子姓名用字的材料' },
      ],
      dueDate: null,
    })
    await page.getByTestId('receipt-next').click()
    await page.getByTestId(`intake-${original}`).first().click()
    await expect(taskOf()).toContainText('身份证背面看不清', { timeout: 60_000 })
    await at.terminal.shoot('request')
    await at.terminal.shootLarge('request')
  })

  test('is taken in by keyboard, only what was asked for, and signed', async () => {
    const { page } = at.terminal
    await page.locator('[data-testid^="task-hand-in-"]').press('Enter')
    await expect(page.getByTestId('materials-progress')).toContainText('2')
    await expect(page.getByTestId('materials-scan-mother-id')).toBeVisible()
    await at.terminal.shoot('materials')
    await at.terminal.shootLarge('materials')
    for (const id of ['mother-id', 'supplement-2']) {
      await page.getByTestId(`materials-scan-${id}`).focus()
      await page.keyboard.press('F4')
      await expect(page.getByTestId(`materials-checked-${id}`)).toBeVisible({ timeout: 60_000 })
    }
    await page.keyboard.press('F8')
    await expect(page.getByTestId('sign-alternative')).toBeVisible()
    await sign(page)
    await explainFindings(page)
    await at.terminal.shoot('review')
  })

  test('is saved while the line is cut, and its task is done', async () => {
    const { page } = at.terminal
    await at.hall.line.cut()
    await expect(page.getByTestId('submit')).toBeEnabled()
    await page.keyboard.press('Control+Enter')
    await expect(page.getByTestId('receipt-saved')).toBeVisible({ timeout: 30_000 })
    supplement = (await page.getByTestId('receipt-number').innerText()).trim()
    expect(supplement).not.toBe(original)
    await at.terminal.shoot('saved')
    await page.getByTestId('receipt-next').click()
    await page.getByTestId(`intake-${original}`).first().click()
    await expect(page.getByTestId('intake-number')).toHaveText(original)
    await expect(taskOf()).toHaveCount(0)
    expect((await healthCase())?.supplements).toEqual([])
  })

  test('survives a power cut and arrives once, at the case that asked', async () => {
    await at.terminal.kill()
    const page = await at.terminal.start()
    await signIn(at)
    await expect(page.getByTestId(`intake-${supplement}`)).toHaveAttribute('data-delivery', 'waiting')
    await at.hall.line.restore()
    await expect.poll(async () => (await healthCase())?.supplements.length, { timeout: 60_000 }).toBe(1)
    const arrived = await healthCase()
    expect(arrived?.status).toBe('pending')
    expect(arrived?.supplements[0]).toMatchObject({ receiptNumber: supplement })
    expect((await intakes()).filter(({ cases }) => cases.length > 0)).toHaveLength(1)
    await page.getByTestId(`intake-${original}`).first().click()
    await expect(page.getByTestId('case-birth-certificate')).toContainText('待受理', { timeout: 60_000 })
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
