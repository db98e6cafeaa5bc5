import { askHub } from '#build/hall'
import { readCatalogue } from '#sync/catalogue/disk'
import { intakeListSchema } from '#sync/api'
import { atWindow, signIn, takeIn, themeCase } from '#tests/journey'
import { expect, type Page, test } from '@playwright/test'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')
const paper = {
  name: '出生医学证明',
  number: 'Y430000001',
  validFrom: today,
  issuedBy: '示范妇幼保健院',
  medium: 'both',
}
const booklet = { name: '预防接种本', number: 'J430000002', issuedBy: '示范疾控中心', medium: 'paper' }
const licence = { name: '预防接种证', issuedBy: '示范疾控中心', medium: 'electronic' }

async function write(page: Page): Promise<void> {
  const box = await page.getByTestId('sign-canvas').boundingBox()
  if (box === null) throw new Error('there is no pad')
  await page.mouse.move(box.x + 60, box.y + 60)
  await page.mouse.down()
  await page.mouse.move(box.x + 200, box.y + 100, { steps: 6 })
  await page.mouse.move(box.x + 90, box.y + 120, { steps: 6 })
  await page.mouse.up()
}

/** 统一窗口出件: results come back, are collected with a signature while the line is cut, and the hub is told. */
test.describe.serial('collecting results', () => {
  const at = atWindow('pick-up')
  const birth = catalogue.themes.find(({ id }) => id === 'birth')
  if (birth === undefined) throw new Error('there is no birth theme')
  const one = themeCase(catalogue, birth, today, { parents: 'married', settle: 'mother' })
  let receiptNumber = ''

  test.beforeAll(async () => {
    await at.terminal.start()
    await signIn(at)
  })

  async function intakeAtHub() {
    const [intake] = intakeListSchema.parse(await askHub(at.hall, 'GET', '/intakes')).intakes
    return intake
  }

  async function decide(matterId: string, result: object): Promise<void> {
    const found = (await intakeAtHub())?.cases.find((candidate) => candidate.matterId === matterId)
    for (const body of [{ status: 'accepted' }, { status: 'completed', result }])
      await askHub(at.hall, 'POST', `/cases/${found?.caseId}/progress`, body)
  }

  test('departments decide differently, and each is shown as it is', async () => {
    const { page } = at.terminal
    receiptNumber = await takeIn(page, one)
    await expect.poll(async () => (await intakeAtHub())?.state, { timeout: 60_000 }).toBe('committed')
    await decide('birth-certificate', { outcome: 'granted', documents: [paper] })
    await decide('vaccination-record', { outcome: 'granted', documents: [licence, booklet] })
    await decide('household-registration', { outcome: 'refused', reason: '落户地址与房产登记不一致。' })
    await page.getByTestId('receipt-next').click()
    await page.getByTestId(`intake-${receiptNumber}`).first().click()
    await expect(page.getByTestId('result-household-registration')).toContainText('60 日', {
      timeout: 60_000,
    })
    await expect(page.getByTestId('case-household-registration')).toContainText('不予许可')
    await expect(page.getByTestId('result-birth-certificate')).toContainText('可以领取')
    await expect(page.getByTestId('result-vaccination-record')).toContainText('不用领取')
    await expect(page.getByTestId('results-summary')).toContainText('现在有 2 份结果可以领取')
    await at.terminal.shoot('results')
    await at.terminal.shootLarge('results')
    await page.getByTestId('results-print').click()
    await expect(page.getByTestId('results').getByTestId('print-state')).toHaveAttribute(
      'data-state',
      'printed',
    )
  })

  test('with the line cut, the right person signs for the paper', async () => {
    const { page } = at.terminal
    at.hall.line.cut()
    await page.getByTestId('results-pick-up').focus()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('pick-up-first')).toBeVisible()
    await at.terminal.shoot('who')
    await page.getByTestId('pick-up-tail').focus()
    await page.keyboard.type('0000')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('pick-up-wrong')).toContainText('对不上')
    await page.keyboard.type((one.typed['mother.idNumber'] ?? '').slice(-4))
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('pick-up-checked')).toBeVisible()
    await page.getByTestId('pick-up-paper').nth(1).uncheck()
    await expect(page.getByTestId('pick-up-statement')).toContainText('领取文书 1 份')
    await expect(page.getByTestId('pick-up-statement')).toContainText('Y430000001')
    await write(page)
    await at.terminal.shoot('sign')
    await at.terminal.shootLarge('sign')
    await page.keyboard.press('F6')
    await expect(page.getByTestId('pick-up-saved')).toBeVisible()
    await expect(page.getByTestId('pick-up-printed')).toBeVisible()
    await at.terminal.shoot('saved')
    expect(page.url()).not.toContain((one.typed['mother.idNumber'] ?? '').slice(-4))
  })

  test('the program may end meanwhile: the hub hears of it once the line is back', async () => {
    await at.terminal.close()
    await at.terminal.start()
    await signIn(at)
    const { page } = at.terminal
    await page.getByTestId(`intake-${receiptNumber}`).first().click()
    await expect(page.getByTestId('results-history')).toContainText('已保存在本机')
    await expect(page.getByTestId('results-summary')).toContainText('现在有 1 份结果可以领取')
    await at.terminal.shoot('registered-offline')
    at.hall.line.restore()
    await expect(page.getByTestId('results-history')).toContainText('已送达', { timeout: 60_000 })
    await expect(page.getByTestId('result-birth-certificate')).toContainText('已领取', { timeout: 60_000 })
    const there = (await intakeAtHub())?.cases.find(({ matterId }) => matterId === 'birth-certificate')
    expect(there?.result?.documents[0]?.handOver?.way).toBe('collected')
    await at.terminal.shoot('collected')
    expect(there?.result?.documents).toHaveLength(1)
  })

  test('who cannot write confirms in words, by the keyboard alone, and the rest is collected', async () => {
    const { page } = at.terminal
    await page.getByTestId('results-pick-up').focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('pick-up-tail').focus()
    await page.keyboard.type((one.typed['mother.idNumber'] ?? '').slice(-4))
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('pick-up-statement')).toContainText('J430000002')
    await page.getByTestId('pick-up-spoken').focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('sign-reason-sight').focus()
    await page.keyboard.press('Space')
    await page.getByTestId('sign-read').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await at.terminal.shoot('spoken')
    await page.keyboard.press('F6')
    await expect(page.getByTestId('pick-up-saved')).toBeVisible()
    await expect(page.getByTestId('pick-up-back')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('result-vaccination-record')).toContainText('已领取', { timeout: 60_000 })
    await expect(page.getByTestId('results-pick-up')).toHaveCount(0)
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
