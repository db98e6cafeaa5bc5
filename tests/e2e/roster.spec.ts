import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCatalogue } from '#sync/catalogue/disk'
import { residentIdCheckCharacter } from '#sync/model'
import { answerQuestions, atWindow, signIn, themeCase } from '#tests/journey'
import { expect, test } from '@playwright/test'
import writeExcel from 'write-excel-file/node'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')

function numberOf(serial: number): string {
  const body = `43010219900101${String(serial).padStart(3, '0')}`
  return body + residentIdCheckCharacter(body)
}

/** A firm brings its staff as a list: 名册 by paste, by file and by hand. */
test.describe.serial('a roster', () => {
  const at = atWindow('roster')
  const key = 'staff.otherEmployees'
  const rows = () => at.terminal.page.locator(`[data-field="${key}"] .rows > li`)

  test.beforeAll(async () => {
    const page = await at.terminal.start()
    await signIn(at)
    await page.keyboard.insertText('员工保障')
    await page.getByTestId('desk-result-employee-protection').waitFor()
    await page.keyboard.press('Enter')
    const theme = catalogue.themes.find(({ id }) => id === 'employee-protection')
    if (theme === undefined) throw new Error('there is no theme for employees')
    await answerQuestions(page, themeCase(catalogue, theme, today))
  })

  test('is pasted from a spreadsheet, and a wrong number in it is told with its row', async () => {
    const { page } = at.terminal
    const wrong = numberOf(3).replace(/.$/, (last) => (last === '1' ? '2' : '1'))
    const text = [
      '姓名\t身份证号\t手机号\t入职日期\t月工资',
      `王小一\t${numberOf(1)}\t13800000001\t2026/3/1\t5,000`,
      `古丽•阿依\t${numberOf(2)}\t\t2026-03-01\t6000`,
      `王小三\t${wrong}\t\t2026-03-01\t6000`,
    ].join('\n')
    await page.getByTestId(`form-table-add-${key}`).focus()
    // As the operating system's clipboard does it; the suite must not take the clipboard of whoever runs it.
    await page.evaluate((pasted) => {
      const data = new DataTransfer()
      data.setData('text/plain', pasted)
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
    }, text)
    await expect(rows()).toHaveCount(3)
    await expect(rows().nth(1)).toContainText('古丽·阿依')
    await expect(rows().nth(2)).toContainText('要改')
    await at.terminal.shoot('pasted')
    await at.terminal.shootLarge('pasted')
    await page.getByRole('button', { name: '改第 3 行' }).press('Enter')
    await expect(page.locator('[data-cell="idNumber"] input')).toHaveAttribute('aria-invalid', 'true')
    await at.terminal.shoot('open')
    await at.terminal.shootLarge('open')
    await page.locator('[data-cell="idNumber"] input').fill(numberOf(3))
    await page.keyboard.press('Tab')
    await expect(page.locator('[data-cell="idNumber"] input')).not.toHaveAttribute('aria-invalid', 'true')
    await page.locator('[data-done]').press('Enter')
    await expect(rows().filter({ hasText: '要改' })).toHaveCount(0)
  })

  test('is read from a workbook, and somebody who is in it already is told', async () => {
    const { page } = at.terminal
    const file = join(at.hall.dir, 'roster.xlsx')
    const cells = [
      ['姓名', '证件号码', '合同开始日期', '月工资'],
      ['王小四', numberOf(4), '2026-04-01', '7000'],
      ['王小一', numberOf(1), '2026-04-01', '7000'],
    ]
    await writeExcel(cells.map((row) => row.map((value) => ({ value, type: String })))).toFile(file)
    await page.locator(`[data-field="${key}"] input[type=file]`).setInputFiles(file)
    await expect(rows()).toHaveCount(5)
    await expect(rows().nth(4)).toContainText('要改')
    await page.getByRole('button', { name: '删掉第 5 行' }).click()
    await expect(rows()).toHaveCount(4)
  })

  test('is there again after the power was cut', async () => {
    const { terminal } = at
    await expect(terminal.page.getByTestId('form-autosave')).toContainText('已自动保存')
    await terminal.kill()
    const page = await terminal.start()
    await signIn(at)
    await page.getByText('继续').first().click()
    await expect(rows()).toHaveCount(4)
    await expect(rows().nth(3)).toContainText('王小四')
  })

  test('that cannot be read says so and changes nothing', async () => {
    const { page } = at.terminal
    const file = join(at.hall.dir, 'roster.csv')
    writeFileSync(file, Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]))
    await page.locator(`[data-field="${key}"] input[type=file]`).setInputFiles(file)
    await expect(page.getByText('这个文件读不出来')).toBeVisible()
    await expect(rows()).toHaveCount(4)
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
