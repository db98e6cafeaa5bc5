import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, type Page } from '@playwright/test'
import type { Journey, JourneyStep } from './journey.ts'

const run = promisify(execFile)

/** Prints what the button with this test id prints on A4, keeps a picture of its first page, and reads its text. */
async function printOnA4(
  { hall, terminal }: Journey,
  testid: string | RegExp,
  picture: string,
): Promise<string> {
  const { page } = terminal
  const before = (await printedDocuments(hall.documentsDir)).length
  await partOf(page, testid).getByRole('button', { name: '打印 A4' }).click()
  await expect(partOf(page, testid)).toHaveAttribute('data-state', 'printed')
  await expect.poll(async () => (await printedDocuments(hall.documentsDir)).length).toBe(before + 1)
  const name = (await printedDocuments(hall.documentsDir)).at(-1) ?? ''
  const pdf = join(hall.documentsDir, name.replace(/json$/, 'pdf'))
  await run('pdftoppm', ['-r', '100', '-png', '-singlefile', pdf, join(terminal.shots, picture)])
  return (await run('pdftotext', ['-layout', pdf, '-'])).stdout
}

const partOf = (page: Page, testid: string | RegExp) =>
  page.getByTestId(testid).and(page.locator('.a4-print'))

async function printedDocuments(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
}

const a4Step: JourneyStep = {
  id: '16-a4',
  title: '同一份回执和补正告知书打印在 A4 上',
  async run(journey) {
    const receipt = await printOnA4(journey, 'intake-a4', 'paper-a4-receipt')
    expect(receipt).toContain('收件回执')
    expect(receipt).toContain(journey.receiptNumber)
    // Acceptance is the department's word: the hall has only received (domain facts §1.4).
    expect(receipt).toContain('已接收，待受理')
    expect(receipt).not.toContain('已受理')

    const supplement = await printOnA4(journey, /^task-a4-[0-9a-f-]{36}$/, 'paper-a4-supplement')
    expect(supplement).toContain('补正告知书')
    expect(supplement).toContain('出生医学证明登记表缺少分娩医院盖章，请补交。')
    expect(supplement).toContain('申请人签收')
  },
}

export const a4Steps: readonly JourneyStep[] = [a4Step]
