import { codeAnswerSchema } from '#sync/api'
import { askHub } from '#build/hall'
import { atWindow, inventBirthFamily, signIn } from '#tests/journey'
import { expect, test } from '@playwright/test'

/** 电子证照 and 扫码亮证: what the authorities know is neither typed nor brought. */
test.describe.serial('e-licences fill the form', () => {
  const at = atWindow('licences')
  const { mother, father, motherCard } = inventBirthFamily(7)

  test.beforeAll(async () => {
    await at.terminal.start()
    await signIn(at)
    const { page } = at.terminal
    await page.keyboard.type('YCN1:birth;parents=married;settle=mother')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('guide-next')).toBeFocused()
    await page.keyboard.press('F8')
    await expect(page.getByTestId('form-progress')).toBeVisible()
  })

  const valueOf = (key: string) => at.terminal.page.locator(`[data-field="${key}"]`)

  test('with nothing to look up by, the dialog says what is needed first', async () => {
    const { page } = at.terminal
    await page.getByTestId('form-licences-mother').click()
    await expect(page.getByTestId('form-licence-dialog')).toContainText('先读身份证')
    await expect(page.getByTestId('form-licence-fetch')).toHaveCount(0)
    await page.keyboard.press('Escape')
  })

  test('after the card and the mother’s word, the rest comes from the registers', async () => {
    const { page } = at.terminal
    await at.hall.reader.send('insert-card', motherCard)
    await page.getByTestId('form-read-card-mother').click()
    await expect(page.getByTestId('form-card-report-mother')).toBeVisible({ timeout: 30_000 })
    await page.getByTestId('form-licences-mother').focus()
    await page.keyboard.press('F3')
    await expect(page.getByTestId('form-licence-fetch')).toBeDisabled()
    await page.getByTestId('form-licence-agreed').focus()
    await page.keyboard.press('Space')
    await at.terminal.shoot('licence-dialog')
    await page.getByTestId('form-licence-fetch').focus()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('form-licence-report-mother')).toBeVisible()
    await at.terminal.shoot('licence-report')
    await at.terminal.shootLarge('licence-report')
    await expect(page.getByTestId('form-licence-report-mother')).toContainText('分娩信息')
    await expect(page.locator('[data-field="mother.mobile"] input')).toBeFocused()
    // Card and licence agree: the card stays the source. What only the register knew is marked so.
    await expect(valueOf('mother.name')).toContainText('读卡填入')
    await expect(valueOf('mother.nationality')).toContainText('来自数据共享')
  })

  test('a code that was made up, or was shown before, is refused in plain words', async () => {
    const { page } = at.terminal
    const shown = codeAnswerSchema.parse(
      await askHub(at.hall, 'POST', '/demonstration/codes', { idNumber: father.number }),
    )
    const scan = async (code: string): Promise<void> => {
      await page.getByTestId('form-licence-code').focus()
      await page.keyboard.insertText(code)
      await page.keyboard.press('Enter')
    }
    await page.getByTestId('form-licences-father').click()
    await scan('https://example.invalid/win-a-prize')
    await expect(page.getByTestId('form-licence-problem')).toContainText('不是有效的亮证码')
    await scan(shown.code)
    await expect(page.getByTestId('form-licence-report-father')).toContainText('父亲身份证')
    await expect(valueOf('father.name').locator('input')).toHaveValue(father.name)
    await expect(valueOf('father.idNumber')).toContainText('来自电子证照')
    await page.getByTestId('form-licences-father').click()
    await scan(shown.code)
    await expect(page.getByTestId('form-licence-problem')).toContainText('已经用过')
    await at.terminal.shoot('licence-code-used')
    await page.keyboard.press('Escape')
  })

  test('what a register says otherwise is asked about, and the clerk decides', async () => {
    const { page } = at.terminal
    const address = valueOf('father.householdAddress').locator('input, textarea').first()
    await address.fill('湖南省长沙市芙蓉区另一条路1号')
    await page.getByTestId('form-licences-father').click()
    await page.getByTestId('form-licence-agreed').check()
    await page.getByTestId('form-licence-fetch').click()
    await expect(page.getByTestId('form-conflict')).toContainText('电子证照与已填内容不一样')
    await at.terminal.shoot('licence-conflict')
    await page.getByTestId('form-conflict-all-card').click()
    await page.getByTestId('form-conflict-apply').click()
    await expect(address).toHaveValue(father.address)
  })

  test('without a network nothing is lost, and the dialog says so', async () => {
    const { page } = at.terminal
    at.hall.line.cut()
    await page.getByTestId('form-licences-father').click()
    await page.getByTestId('form-licence-agreed').check()
    await page.getByTestId('form-licence-fetch').click()
    await expect(page.getByTestId('form-licence-problem')).toContainText('联系不上', { timeout: 30_000 })
    await at.terminal.shoot('licence-offline')
    await page.keyboard.press('Escape')
    await expect(valueOf('mother.name').locator('input')).toHaveValue(mother.name)
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
