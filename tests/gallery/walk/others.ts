import { demonstrationAdministrator } from '#build/hall'
import { answerQuestions, signIn } from '#tests/journey'
import { expect } from '@playwright/test'
import { applicantOf, type Chapter, openTheme, toDesk } from './walk.ts'

const roster = 'staff.otherEmployees'

/** 名册: a table within the form. */
export const rosterChapter: Chapter = {
  id: 'roster',
  async run({ terminal: { page }, photographer }) {
    const one = applicantOf('employee-protection')
    await openTheme(page, one)
    await answerQuestions(page, one)
    await page.getByTestId(`form-table-add-${roster}`).focus()
    await page.evaluate(() => {
      const data = new DataTransfer()
      const rows = [
        '姓名\t身份证号\t手机号\t入职日期\t月工资',
        '王小一\t430102199001010000\t13800000001\t2026/3/1\t5,000',
      ]
      data.setData('text/plain', rows.join('\n'))
      const paste = { clipboardData: data, bubbles: true, cancelable: true }
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', paste))
    })
    await expect(page.locator(`[data-field="${roster}"] .rows > li`)).toHaveCount(1)
    await photographer.take('roster', '名册')
    await page.getByRole('button', { name: '改第 1 行' }).press('Enter')
    await expect(page.locator('[data-cell="idNumber"] input')).toBeVisible()
    await photographer.take('roster-row', '名册：改一行')
    await toDesk(page)
  },
}

/** 只作引导: a theme of which nothing is taken in here. */
export const guidanceChapter: Chapter = {
  id: 'guidance',
  async run({ terminal: { page }, photographer }) {
    await openTheme(page, applicantOf('taxation'))
    await photographer.take('guidance', '只作引导的主题')
    await toDesk(page)
  },
}

/** What only an administrator sees. */
export const administratorChapter: Chapter = {
  id: 'administrator',
  async run({ terminal, photographer }) {
    const { page } = terminal
    await page.getByTestId('operator-menu').click()
    await page.getByTestId('sign-out').click()
    await signIn({ terminal }, demonstrationAdministrator)
    await photographer.take('desk-administrator', '工作台：管理员')
    await page.keyboard.press('Alt+D')
    await page.getByTestId('found-look').click()
    await expect(page.getByTestId('found-look')).not.toHaveAttribute('aria-busy', 'true', { timeout: 30_000 })
    const log = page.getByTestId('device-card-receipt-printer').getByTestId('device-log')
    await log.locator('summary').click()
    await photographer.take('devices-technician', '设备：技术人员')
    await page.getByTestId('found-devices').scrollIntoViewIfNeeded()
    await photographer.take('devices-found', '设备：找到的设备')
  },
}
