import { signIn } from '#tests/journey'
import { expect } from '@playwright/test'
import type { Chapter } from './walk.ts'

/** 登录: before anybody is known. */
export const signInChapter: Chapter = {
  id: 'sign-in',
  async run({ terminal, photographer }) {
    const { page } = terminal
    await expect(page.getByTestId('sign-in-operator')).toBeFocused()
    await photographer.surroundings.settled()
    await photographer.take('sign-in', '登录')
    await page.keyboard.type('1001')
    await page.keyboard.press('Tab')
    await page.keyboard.type('wrong-password')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('sign-in-problem')).toBeVisible()
    await photographer.take('sign-in-refused', '登录：口令不对')
    await page.reload()
    await signIn({ terminal })
  },
}
