import { copyFile, mkdtemp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { departmentCasesSchema, intakeListSchema } from '#sync/api'
import { parseReceiptNumber } from '#sync/model'
import { findInClear } from '#tests/support'
import { expect } from '@playwright/test'
import { askHub, demonstrationAdministrator } from '#build/hall'
import { receiptsOf, signIn } from './guide-steps.ts'
import type { Journey, JourneyStep } from './journey.ts'

async function intakesAtHub(
  journey: Journey,
): Promise<{ intakeId: string; state: string; cases: unknown[]; provinceNumber: string | null }[]> {
  return intakeListSchema.parse(await askHub(journey.hall, 'GET', '/intakes')).intakes
}

const submitStep: JourneyStep = {
  id: '09-offline-submit',
  title: '拔掉网线提交：两份都落盘后才显示“已保存”',
  async run(journey) {
    const { terminal, hall } = journey
    const { page } = terminal
    await hall.line.cut()
    await expect(page.getByTestId('sync-status')).toContainText('离线', { timeout: 30_000 })
    await terminal.shoot('16-offline-review')
    await hall.printer.send('paper-out')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByTestId('receipt-saved')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByTestId('follow-social-insurance')).toBeVisible()
    journey.receiptNumber = (await page.getByTestId('receipt-number').innerText()).trim()
    expect(parseReceiptNumber(journey.receiptNumber)).not.toBeNull()
    const packets = (await readdir(join(hall.profileDir, 'packets'))).filter((name) => name.endsWith('.ycpk'))
    expect(packets).toHaveLength(1)
    journey.intakeId = (packets[0] as string).replace('.ycpk', '')
    expect(await intakesAtHub(journey)).toEqual([])
  },
}

const printStep: JourneyStep = {
  id: '10-receipt',
  title: '打印机缺纸：如实告知；装纸后重打收件回执',
  async run(journey) {
    const { terminal, hall } = journey
    const { page } = terminal
    const before = (await receiptsOf(journey)).length
    await expect(page.getByTestId('receipt-print-failed')).toBeVisible({ timeout: 30_000 })
    await terminal.shoot('17-paper-out')
    await hall.printer.send('restore')
    await page.keyboard.press('F7')
    await expect(page.getByTestId('receipt-printed')).toBeVisible({ timeout: 30_000 })
    await terminal.shoot('18-saved')
    await terminal.shootLarge('18-saved')
    const receipts = await receiptsOf(journey)
    expect(receipts).toHaveLength(before + 1)
    const receipt = receipts.at(-1) ?? ''
    for (const text of ['收件回执', journey.receiptNumber, '已接收，待受理', '结婚证'])
      expect(receipt).toContain(text)
    expect(receipt).not.toContain(journey.family.mother.number)
  },
}

const carryStep: JourneyStep = {
  id: '10-carry',
  title: '断网几天也不怕：加密存档导出到U盘',
  async run(journey) {
    const { terminal, hall } = journey
    const { page } = terminal
    const stick = await mkdtemp(join(hall.dir, 'stick-'))
    await terminal.app.evaluate(({ dialog }, folder) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [folder] })
    }, stick)
    await page.getByTestId('sync-status').click()
    await page.getByTestId('carry-out').click()
    await page.getByTestId('second-operator').click()
    await page.getByTestId('second-operator').fill(demonstrationAdministrator.id)
    await page.getByTestId('second-password').fill(demonstrationAdministrator.password)
    await terminal.shoot('17-second-person')
    await page.getByTestId('second-go').click()
    await expect(page.getByTestId('carry-report')).toContainText('已导出 1 件')
    await terminal.shoot('18-carried')
    await terminal.shootLarge('18-carried')
    const name = `${journey.intakeId}.ycpk`
    expect(await readFile(join(stick, name))).toEqual(await readFile(join(hall.profileDir, 'packets', name)))
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('carry-report')).toHaveCount(0)
  },
}

const clearStep: JourneyStep = {
  id: '11-nothing-in-clear',
  title: '磁盘上搜不到姓名和证件号（UTF-8、UTF-16、GBK）',
  async run({ hall, family }) {
    const texts = [
      family.mother.name,
      family.mother.number,
      family.father.name,
      family.father.number,
      '13800000000',
    ]
    expect(await findInClear(hall.profileDir, texts)).toEqual([])
  },
}

const waitingStep: JourneyStep = {
  id: '12-kill-waiting',
  title: '再次强行终止并重开：收件仍在，等待上传',
  async run(journey) {
    const { terminal } = journey
    await terminal.kill()
    await terminal.start()
    await signIn(journey)
    const row = terminal.page.getByTestId(`intake-${journey.receiptNumber}`)
    await expect(row).toContainText(journey.receiptNumber)
    await expect(row).toContainText('待上传')
    await expect(terminal.page.locator('[data-testid^="draft-"]')).toHaveCount(0)
    await terminal.shoot('19-waiting')
  },
}

const deliverStep: JourneyStep = {
  id: '13-delivered',
  title: '网络恢复：自动送达一次，分成六个部门办件，编号回传',
  async run(journey) {
    const { terminal, hall } = journey
    const { page } = terminal
    await hall.line.restore()
    const row = page.getByTestId(`intake-${journey.receiptNumber}`)
    await expect(row).toContainText('已送达', { timeout: 60_000 })
    const intakes = await intakesAtHub(journey)
    expect(intakes).toMatchObject([{ intakeId: journey.intakeId, state: 'committed', cases: { length: 6 } }])
    await row.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('intake-province')).toContainText(intakes[0]?.provinceNumber ?? '?')
    await expect(page.locator('[data-testid^="case-"]')).toHaveCount(6)
    await terminal.shoot('20-delivered')
  },
}

const supplementStep: JourneyStep = {
  id: '14-supplement',
  title: '一个部门要求补正：自动出现在待处理里',
  async run(journey) {
    const { terminal } = journey
    const { page } = terminal
    const { cases } = departmentCasesSchema.parse(
      await askHub(journey.hall, 'GET', '/departments/health/cases'),
    )
    const text = '出生医学证明登记表缺少分娩医院盖章，请补交。'
    await askHub(journey.hall, 'POST', `/cases/${cases[0]?.caseId}/supplement-requests`, {
      items: [{ materialId: null, text }],
      dueDate: new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10),
      note: '请在期限内到窗口补交。',
    })
    await expect(page.getByTestId('bar-tasks')).toContainText('1', { timeout: 30_000 })
    await expect(page.getByText(text).first()).toBeVisible()
    await terminal.shoot('21-supplement')
    expect(await intakesAtHub(journey)).toHaveLength(1)
  },
}

const keepReceiptStep: JourneyStep = {
  id: '15-receipt-picture',
  title: '保存打印出的纸质回执图像',
  async run({ terminal, hall }) {
    const pictures = async (): Promise<string[]> =>
      (await readdir(hall.receiptsDir)).filter((name) => name.endsWith('.png')).sort()
    await expect.poll(async () => (await pictures()).length).toBe(2)
    const [notice, receipt] = (await pictures()) as [string, string]
    await copyFile(join(hall.receiptsDir, notice), join(terminal.shots, 'paper-notice.png'))
    await copyFile(join(hall.receiptsDir, receipt), join(terminal.shots, 'paper-receipt.png'))
  },
}

export const deliverySteps: readonly JourneyStep[] = [
  submitStep,
  printStep,
  carryStep,
  clearStep,
  waitingStep,
  deliverStep,
  supplementStep,
  keepReceiptStep,
]
