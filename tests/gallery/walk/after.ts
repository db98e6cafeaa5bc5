import { askHub, type Hall } from '#build/hall'
import { intakeListSchema } from '#sync/api'
import { takeIn } from '#tests/journey'
import { expect } from '@playwright/test'
import { applicantOf, type Chapter, toDesk } from './walk.ts'

const paper = { name: '出生医学证明', number: 'Y430000001', issuedBy: '示范妇幼保健院', medium: 'both' }

async function atHub(hall: Hall, receiptNumber: string) {
  const { intakes } = intakeListSchema.parse(await askHub(hall, 'GET', '/intakes'))
  return intakes.find((intake) => intake.receiptNumber === receiptNumber)
}

async function decide(hall: Hall, receiptNumber: string, matterId: string, result: object): Promise<void> {
  const found = (await atHub(hall, receiptNumber))?.cases.find((one) => one.matterId === matterId)
  for (const body of [{ status: 'accepted' }, { status: 'completed', result }])
    await askHub(hall, 'POST', `/cases/${found?.caseId}/progress`, body)
}

/** 办件, 补正, 取件, 撤回: what comes after the receipt. */
export const afterChapter: Chapter = {
  id: 'after',
  async run({ hall, terminal: { page }, photographer }) {
    const delivery = {
      'service.deliveryMethod': 'post',
      'service.deliveryAddress': '湖南省长沙市芙蓉区样例路2号',
    }
    const one = applicantOf('birth', { parents: 'married', settle: 'mother' }, delivery)
    const number = await takeIn(page, one)
    await expect.poll(async () => (await atHub(hall, number))?.state, { timeout: 60_000 }).toBe('committed')
    await toDesk(page)
    await page.getByTestId(`intake-${number}`).first().click()
    await expect(page.getByTestId('intake-province')).toBeVisible({ timeout: 60_000 })
    await photographer.take('intake', '办件：已送达')
    await decide(hall, number, 'birth-certificate', { outcome: 'granted', documents: [paper] })
    const asked = (await atHub(hall, number))?.cases.find(({ matterId }) => matterId === 'vaccination-record')
    await askHub(hall, 'POST', `/cases/${asked?.caseId}/supplement-requests`, {
      items: [
        { materialId: 'mother-id', text: '身份证背面看不清，请重新提交' },
        { materialId: null, text: '说明孩子姓名用字的材料' },
      ],
      dueDate: new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10),
      note: '请在期限内到窗口补交。',
    })
    await expect(page.locator('[data-testid^="task-detail-"]')).toBeVisible({ timeout: 60_000 })
    await photographer.take('intake-task', '办件：要补正')
    await page.getByTestId('withdraw').click()
    await expect(page.getByTestId('withdraw-confirm')).toBeVisible()
    await photographer.take('intake-withdraw', '撤回')
    await page.keyboard.press('Escape')
    await page.getByTestId('bar-tasks').click()
    await expect(page.getByTestId('tasks-drawer')).toBeVisible()
    await photographer.take('tasks', '待处理')
    await page.keyboard.press('Escape')

    await decide(hall, number, 'household-registration', {
      outcome: 'refused',
      reason: '落户地址与房产登记不一致。',
    })
    await expect(page.getByTestId('result-household-registration')).toContainText('60 日', {
      timeout: 60_000,
    })
    await photographer.take('intake-results', '办件：有结果')
    await page.getByTestId('results-pick-up').click()
    await expect(page.getByTestId('pick-up-first')).toBeVisible()
    await photographer.take('pick-up', '取件：谁来取')
    await page.getByTestId('pick-up-tail').fill((one.typed['mother.idNumber'] ?? '').slice(-4))
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('pick-up-checked')).toBeVisible()
    await photographer.take('pick-up-sign', '取件：签收')
    await toDesk(page)

    await page.keyboard.type(number)
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('progress-proof')).toBeFocused()
    await photographer.take('progress-proof', '办件进度：核实')
    await page.keyboard.type((one.typed['mother.idNumber'] ?? '').slice(-4))
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('progress-next')).toBeVisible()
    await photographer.take('progress', '办件进度')
    await toDesk(page)
    await photographer.take('desk-busy', '工作台：有办件和草稿')
  },
}

/** 统一支付. */
export const paymentChapter: Chapter = {
  id: 'payment',
  async run({ hall, terminal: { page }, photographer }) {
    const number = await takeIn(page, applicantOf('real-estate'))
    await photographer.take('receipt-fee', '回执：要缴费')
    await expect.poll(async () => (await atHub(hall, number))?.state, { timeout: 60_000 }).toBe('committed')
    await page.getByTestId('intake-pay').click()
    await expect(page.getByTestId('payment-code')).toBeFocused()
    await photographer.take('payment', '缴费')
    await page.getByTestId('payment-code').fill('130000000000000001')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('payment-paid')).toBeVisible()
    await photographer.take('payment-paid', '缴费：已缴')
    await toDesk(page)
  },
}
