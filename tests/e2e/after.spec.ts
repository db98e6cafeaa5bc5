import { askHub } from '#build/hall'
import { readCatalogue } from '#sync/catalogue/disk'
import { intakeListSchema } from '#sync/api'
import { atWindow, signIn, takeIn, themeCase } from '#tests/journey'
import { expect, test } from '@playwright/test'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')

/** 办件进度 and 撤回: what may still be done after 已保存. */
test.describe.serial('after the receipt', () => {
  const at = atWindow('after')
  const birth = catalogue.themes.find(({ id }) => id === 'birth')
  if (birth === undefined) throw new Error('there is no birth theme')
  const one = themeCase(
    catalogue,
    birth,
    today,
    { parents: 'married', settle: 'mother' },
    { 'service.deliveryMethod': 'post', 'service.deliveryAddress': '湖南省长沙市芙蓉区样例路2号' },
  )
  let receiptNumber = ''

  test.beforeAll(async () => {
    await at.terminal.start()
    await signIn(at)
  })

  async function hubState(): Promise<string[]> {
    const { intakes } = intakeListSchema.parse(await askHub(at.hall, 'GET', '/intakes'))
    return intakes.flatMap(({ state, cases }) => [state, ...cases.map(({ status }) => status)])
  }

  test('the number on the receipt asks how it stands', async () => {
    const { page } = at.terminal
    receiptNumber = await takeIn(page, one)
    await expect.poll(hubState, { timeout: 60_000 }).toContain('committed')
    await page.getByTestId('receipt-next').click()
    await expect(page.getByTestId('desk-search')).toBeFocused()
    await page.keyboard.type(receiptNumber)
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('progress-proof')).toBeFocused()
    await page.keyboard.type('0000')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('progress-problem')).toContainText('没有查到')
    const number = one.typed['mother.idNumber'] ?? ''
    await page.getByTestId('progress-proof').fill(number.slice(-4))
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('progress-next')).toBeVisible()
    await expect(page.getByTestId('case-birth-certificate')).toContainText('待受理')
    expect(page.url()).not.toContain(receiptNumber)
    await at.terminal.shoot('progress')
    await at.terminal.shootLarge('progress')
  })

  test('once there is a result, it is posted under one number', async () => {
    const { page } = at.terminal
    await page.keyboard.press('Escape')
    await page.getByTestId(`intake-${receiptNumber}`).first().click()
    await expect(page.getByTestId('parcel')).toContainText('样例路2号')
    await expect(page.getByTestId('parcel-order')).toBeDisabled()
    const { intakes } = intakeListSchema.parse(await askHub(at.hall, 'GET', '/intakes'))
    const caseId = intakes[0]?.cases[0]?.caseId ?? ''
    for (const status of ['accepted', 'completed'])
      await askHub(at.hall, 'POST', `/cases/${caseId}/progress`, { status })
    await expect(page.getByTestId('parcel-order')).toBeEnabled({ timeout: 60_000 })
    await page.getByTestId('parcel-order').click()
    await expect(page.getByTestId('parcel-number')).toContainText(/EA\d{9}CN/)
    await at.terminal.shoot('parcel')
  })

  test('taken back while the line is cut, it is registered first and comes true later', async () => {
    const { page } = at.terminal
    await page.keyboard.press('Escape')
    at.hall.line.cut()
    await page.getByTestId(`intake-${receiptNumber}`).first().click()
    await page.getByTestId('withdraw').click()
    await expect(page.getByTestId('withdraw-confirm')).toBeDisabled()
    await page.getByTestId('withdraw-reason-changed-mind').click()
    await page.getByTestId('withdraw-asked').check()
    await at.terminal.shoot('withdraw')
    await page.getByTestId('withdraw-confirm').click()
    await expect(page.getByTestId('withdraw-state')).toContainText('已登记撤回')
    await at.terminal.shoot('withdraw-registered')
    expect(await hubState()).not.toContain('withdrawn')
  })

  test('the program may end meanwhile', async () => {
    await at.terminal.close()
    await at.terminal.start()
    await signIn(at)
    at.hall.line.restore()
    await expect.poll(hubState, { timeout: 60_000 }).toContain('withdrawn')
    const { page } = at.terminal
    await page.getByTestId(`intake-${receiptNumber}`).first().click()
    await expect(page.getByTestId('withdraw-state')).toContainText('已撤回', { timeout: 60_000 })
    await expect(page.getByTestId('case-birth-certificate')).toContainText('办结')
    await expect(page.getByTestId('case-household-registration')).toContainText('撤回')
    await at.terminal.shoot('withdrawn')
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
