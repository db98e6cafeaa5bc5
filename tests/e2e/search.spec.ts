import { demonstrationAdministrator } from '#build/hall'
import { readCatalogue } from '#sync/catalogue/disk'
import { atWindow, signIn, takeIn, themeCase } from '#tests/journey'
import { findInClear } from '#tests/support'
import { expect, test } from '@playwright/test'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')

/** 查收件: somebody comes back and says their name, or the end of their number. */
test.describe.serial('a clerk looks for an intake', () => {
  const at = atWindow('search')
  const birth = catalogue.themes.find(({ id }) => id === 'birth')
  if (birth === undefined) throw new Error('there is no birth theme')
  const one = themeCase(catalogue, birth, today, { parents: 'married', settle: 'mother' })
  const typed = (field: string): string => {
    const value = one.typed[field]
    if (value === undefined) throw new Error(`${field} is not typed`)
    return value
  }
  let receipt = ''

  const box = () => at.terminal.page.getByTestId('desk-find-input')
  const finds = () => at.terminal.page.getByTestId('desk-find')
  async function ask(text: string): Promise<void> {
    await at.terminal.page.keyboard.press('Alt+F')
    await expect(box()).toBeFocused()
    await at.terminal.page.keyboard.insertText(text)
  }

  test('by the name, with the keyboard alone', async () => {
    await at.terminal.start()
    await signIn(at)
    const { page } = at.terminal
    receipt = await takeIn(page, one)
    await page.getByTestId('receipt-next').click()
    await expect(page.getByTestId('desk-search')).toBeVisible()
    await at.terminal.shoot('box')
    await ask(typed('mother.name'))
    const row = finds().getByTestId(`intake-${receipt}`)
    await expect(row).toContainText('姓名')
    await expect(row.locator('mark')).toHaveText(typed('mother.name'))
    await expect(page.getByTestId('desk-find-said')).toHaveText('找到 1 件收件')
    await at.terminal.shoot('by-name')
    await at.terminal.shootLarge('by-name')
    await page.keyboard.press('ArrowDown')
    await expect(row).toBeFocused()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('intake-delivery')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('desk-search')).toBeVisible()
  })

  test('by the end of the number, by the receipt, and not by what nobody has', async () => {
    const { page } = at.terminal
    const number = typed('mother.idNumber')
    await ask(number.slice(-4))
    const row = finds().getByTestId(`intake-${receipt}`)
    await expect(row.locator('mark').first()).toHaveText(number.slice(-4))
    await expect(finds()).not.toContainText(number.slice(0, 14))
    await at.terminal.shoot('by-number')
    await ask(receipt.split('-').slice(-2).join('-'))
    await expect(row).toContainText('收件号')
    await ask('欧')
    await expect(finds()).toContainText('姓名至少两个字')
    await ask('上官无名')
    await expect(page.getByTestId('desk-find-none')).toBeVisible()
    await at.terminal.shoot('none')
    await at.terminal.shootLarge('none')
    await page.keyboard.press('Escape')
    await expect(box()).toHaveValue('')
    await page.keyboard.press('F1')
    await expect(page.getByRole('dialog')).toContainText('查收件')
    await page.keyboard.press('Escape')
  })

  test('finds it after a restart; another operator does not, and the disk does not tell', async () => {
    await at.terminal.close()
    const page = await at.terminal.start()
    await signIn(at)
    await ask(typed('mother.name').slice(0, 2))
    await expect(finds().getByTestId(`intake-${receipt}`)).toBeVisible()
    await page.getByTestId('operator-menu').click()
    await page.getByTestId('sign-out').click()
    await signIn(at, demonstrationAdministrator)
    for (const text of [typed('mother.name'), typed('mother.idNumber'), receipt]) {
      await ask(text)
      await expect(page.getByTestId('desk-find-none')).toBeVisible()
    }
    expect(await findInClear(at.hall.profileDir, [typed('mother.name'), typed('mother.idNumber')])).toEqual(
      [],
    )
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
