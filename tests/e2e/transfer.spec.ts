import { join } from 'node:path'
import { readCatalogue } from '#sync/catalogue/disk'
import { answerQuestions, atWindow, secondTerminal, signIn, type Terminal, themeCase } from '#tests/journey'
import { findInClear } from '#tests/support'
import { expect, test } from '@playwright/test'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')
const name = '欧阳试样'

/** 存一下，换个窗口继续: a draft goes from one terminal to another by a code, and is at one of them only. */
test.describe.serial('a draft changes places', () => {
  const at = atWindow('transfer')
  let second: Terminal
  let code = ''
  const birth = catalogue.themes.find(({ id }) => id === 'birth')
  if (birth === undefined) throw new Error('there is no birth theme')
  const one = themeCase(catalogue, birth, today, { parents: 'married', settle: 'mother' })

  test.beforeAll(async () => {
    await at.terminal.start()
    await signIn(at)
    second = await secondTerminal(at.hall, at.terminal.shots)
  })
  test.afterAll(() => second.close())

  test('without a network it stays here, and says so', async () => {
    const { page } = at.terminal
    await page.keyboard.insertText(birth.name)
    await expect(page.getByTestId('desk-result-birth')).toBeVisible()
    await page.keyboard.press('Enter')
    await answerQuestions(page, one)
    await page.locator('[data-field="mother.name"] input').first().fill(name)
    at.hall.line.cut()
    await page.getByTestId('workspace-hand-over').focus()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('transfer-store')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('transfer-problem')).toContainText('草稿还在本机')
    await at.terminal.shoot('offline')
    await page.getByTestId('transfer-back').click()
    await expect(page.locator('[data-field="mother.name"] input').first()).toHaveValue(name)
  })

  test('with a network there is a code, on the screen and on paper', async () => {
    const { page } = at.terminal
    at.hall.line.restore()
    await page.getByTestId('workspace-hand-over').click()
    await page.getByTestId('transfer-store').click()
    await expect(page.getByTestId('transfer-ready')).toBeVisible({ timeout: 60_000 })
    code = (await page.getByTestId('transfer-code').innerText()).trim()
    await expect(page.getByTestId('transfer-print')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByText('已打印')).toBeVisible()
    await at.terminal.shoot('code')
    await at.terminal.shootLarge('code')
    expect(page.url()).not.toContain(code.slice(5, 10))
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('desk-drafts')).toContainText('等别的窗口接办')
    await at.terminal.shoot('waiting')
  })

  test('another terminal takes it by the keyboard, and knows where it comes from', async () => {
    const page = await second.start()
    await signIn({ terminal: second })
    await page.keyboard.type(`${code.slice(0, -1)}*`)
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('take-over-problem')).toContainText('接办码不对')
    await expect(page.getByTestId('take-over-desk')).toBeFocused()
    await second.shoot('wrong-code')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('desk-search')).toBeFocused()
    await page.keyboard.type(code.replaceAll('-', ' ').toLowerCase())
    await expect(page.getByText('按回车，把别的窗口存的草稿接过来')).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('take-over-done')).toContainText('T01', { timeout: 60_000 })
    await expect(page.getByTestId('take-over-open')).toBeFocused()
    await second.shoot('taken')
    await second.shootLarge('taken')
    await page.keyboard.press('Enter')
    await expect(page.locator('[data-field="mother.name"] input').first()).toHaveValue(name)
    expect(page.url()).not.toContain(code.slice(5, 10))
  })

  test('the first one has it no more, the code is used up, and nothing lies about in clear', async () => {
    const { page } = at.terminal
    await page.getByTestId('desk-search').fill(code)
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('take-over-problem')).toContainText('已经用过')
    await at.terminal.shoot('used')
    await page.getByTestId('take-over-desk').click()
    await expect(page.getByTestId('desk-drafts')).toHaveCount(0)
    const texts = [name, code, code.replaceAll('-', '')]
    for (const folder of ['profile', 'profile-2', 'hub'])
      expect(await findInClear(join(at.hall.dir, folder), texts)).toEqual([])
    for (const terminal of [at.terminal, second]) {
      expect(terminal.accessProblems).toEqual([])
      expect(terminal.faults).toEqual([])
    }
  })
})
