import { demonstrationAdministrator } from '#build/hall'
import { atWindow, signIn } from '#tests/journey'
import { expect, test } from '@playwright/test'

/** Codes from a scanner on a serial line and from one that types, in the real program. */
test.describe.serial('a code scanner', () => {
  const at = atWindow('codes')
  const notice = 'YCN1:BIRTH;PARENTS=MARRIED;SETTLE=FATHER'
  const scan = (text: string, encoding?: 'gb18030') =>
    at.hall.codeScanner.send('scan', { text, ...(encoding === undefined ? {} : { encoding }) })
  const toDesk = async (): Promise<void> => {
    await at.terminal.page.evaluate(() => (window.location.hash = '#/desk'))
    await expect(at.terminal.page.getByTestId('desk-search')).toBeFocused()
  }

  test.beforeAll(async () => {
    await at.terminal.start()
    await signIn(at, demonstrationAdministrator)
    // A code that is read before its line is open is nobody's.
    const scannerIsUp = (): Promise<boolean> =>
      at.terminal.page.evaluate(async () => {
        const answer = await window.terminal.deviceSnapshots()
        if (!answer.ok) return false
        return answer.value.some(({ kind, state }) => kind === 'code-scanner' && state.status === 'ready')
      })
    await expect.poll(scannerIsUp, { timeout: 60_000 }).toBe(true)
  })

  test('at the desk opens what a notice is about', async () => {
    const { page } = at.terminal
    await toDesk()
    await scan(notice)
    await expect(page.getByTestId('guide-next')).toBeFocused()
    await expect(page.getByTestId('guide-answer-settle')).toHaveText('随父亲上户口')
  })

  test('that types like a keyboard does the same, and leaves nothing in the box', async () => {
    const { page } = at.terminal
    await toDesk()
    // As fast as the wire allows, as a scanner does.
    await page.keyboard.type(notice)
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('guide-next')).toBeFocused()
    await toDesk()
    await expect(page.getByTestId('desk-search')).toHaveValue('')
  })

  test('does nothing under an open dialog', async () => {
    const { page } = at.terminal
    await page.keyboard.press('F1')
    await expect(page.getByRole('dialog')).toBeVisible()
    await scan(notice)
    await expect(page.getByText('这一页用不上', { exact: false })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect(page.url()).toContain('#/desk')
    await page.getByTestId('desk-search').focus()
  })

  test('fills the field that is in focus, in hanzi too, and never more than one line', async () => {
    const { page } = at.terminal
    await scan('芙蓉区\t晓园路8号', 'gb18030')
    await expect(page.getByTestId('desk-search')).toHaveValue('芙蓉区 晓园路8号')
    await page.keyboard.press('Escape')
  })

  test('with a link opens nothing, and says that it is of no use here', async () => {
    const { page } = at.terminal
    const windows = at.terminal.app.windows().length
    await page.keyboard.press('Alt+D')
    await expect(page.getByTestId('device-card-code-scanner')).toHaveAttribute('data-state', 'ready')
    await scan('https://example.invalid/gift?x=<script>alert(1)</script>')
    await expect(page.getByText('这一页用不上', { exact: false })).toBeVisible()
    expect(at.terminal.app.windows()).toHaveLength(windows)
    expect(page.url()).toContain('#/devices')
    // The same from a scanner that types: its keys must not press buttons or shortcuts.
    await page.getByTestId('device-card-code-scanner').getByTestId('device-test').focus()
    await page.keyboard.type('javascript:alert(1) ?')
    await page.keyboard.press('Enter')
    expect(page.url()).toContain('#/devices')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByTestId('device-card-code-scanner')).toHaveAttribute('data-state', 'ready')
    await at.terminal.shoot('codes-of-no-use')
  })

  test('that sends half a code says so', async () => {
    const { page } = at.terminal
    await at.hall.codeScanner.send('break-off-next', { afterBytes: 8 })
    await scan('91350100M000100Y43')
    await expect(page.getByText('扫到的内容不完整', { exact: false })).toBeVisible({ timeout: 10_000 })
  })

  test('is tried out on the device page', async () => {
    const { page } = at.terminal
    const card = page.getByTestId('device-card-code-scanner')
    await card.getByTestId('device-test').click()
    await expect(card).toHaveAttribute('data-state', 'busy')
    await scan('6901234567892')
    await expect(card.getByTestId('device-outcome')).toContainText('扫码器是好的')
    await expect(page.locator('body')).not.toContainText('6901234567892')
    await at.terminal.shoot('codes-tried-out')
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
