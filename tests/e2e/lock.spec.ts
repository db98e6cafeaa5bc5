import { readFileSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demonstrationAccount, demonstrationAdministrator } from '#build/hall'
import { readCatalogue } from '#sync/catalogue/disk'
import { atWindow, resize, signIn, takeIn, themeCase } from '#tests/journey'
import { expect, type Page, test } from '@playwright/test'
import { parse, stringify } from 'yaml'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')
const name = '周样例'
const typed = { delay: 60 }

/** A clerk leaves the window: for a minute, or for the day. */
test.describe.serial('a clerk who leaves the window', () => {
  const at = atWindow('lock')
  const birth = catalogue.themes.find(({ id }) => id === 'birth')
  if (birth === undefined) throw new Error('there is no birth theme')

  const recorded = async (): Promise<{ action: string; operatorId: string; detail?: string }[]> =>
    (await readFile(join(at.hall.profileDir, 'audit', 'record-00001.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { action: string; operatorId: string; detail?: string })

  /** Neither seen, nor anywhere in the page. */
  async function expectHidden(page: Page, ...words: string[]): Promise<void> {
    await expect(page.getByTestId('lock-password')).toBeFocused()
    const shown = await page.evaluate(() => document.documentElement.outerHTML)
    for (const word of words) expect(shown).not.toContain(word)
    const refused = await page.evaluate(() =>
      window.terminal.reserveNumber({ intakeId: crypto.randomUUID() }),
    )
    expect(refused).toMatchObject({ ok: false, error: { code: 'session.signed-out' } })
  }

  async function beginForm(page: Page): Promise<void> {
    await page.getByTestId('desk-search').fill('出生')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('guide-notice')).toBeVisible()
    for (const key of ['1', '1']) await page.keyboard.press(key, typed)
    await page.keyboard.press('F8')
    await page.locator('[data-field="newborn.name"] input').fill(name)
  }

  test.beforeAll(async () => {
    await at.terminal.start()
    await signIn(at)
  })

  test('locks it by a key, and finds everything as it was by the same password', async () => {
    const { page } = at.terminal
    await beginForm(page)
    const place = page.url()
    // At once: what was typed a moment ago is not lost either.
    await page.keyboard.press('Alt+l')
    await expectHidden(page, name)
    await page.keyboard.press('F2')
    await page.keyboard.press('Control+k')
    await expect(page.getByTestId('lock')).toBeVisible()
    await at.terminal.shoot('lock')
    await at.terminal.shootLarge('lock')
    await page.keyboard.type('not-the-password', typed)
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('lock-problem')).toBeVisible()
    await page.keyboard.type(demonstrationAccount.password)
    await page.keyboard.press('Enter')
    await expect(page.locator('[data-field="newborn.name"] input')).toHaveValue(name)
    expect(page.url()).toBe(place)
    expect((await recorded()).map(({ action }) => action).slice(-3)).toEqual([
      'locked',
      'sign-in-refused',
      'sign-in',
    ])
  })

  test('somebody else signs in meanwhile and sees nothing of it; the draft is there for the first one', async () => {
    const { page } = at.terminal
    await page.keyboard.press('Alt+l')
    await expectHidden(page, name)
    await page.getByTestId('lock-other').click()
    await signIn(at, demonstrationAdministrator)
    expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(name)
    await page.getByTestId('operator-menu').click()
    await page.getByTestId('sign-out').click()
    await signIn(at)
    await page.getByText('停在“一次表单”').click()
    await expect(page.locator('[data-field="newborn.name"] input')).toHaveValue(name)
    await page.keyboard.press('Control+k')
  })

  test('hands the shift over: counts, a slip, and the next one’s word', async () => {
    const { page } = at.terminal
    await takeIn(page, themeCase(catalogue, birth, today))
    await page.keyboard.press('Control+k')
    await page.getByTestId('operator-menu').click()
    await page.getByTestId('shift').click()
    await expect(page.getByTestId('shift-taken')).toContainText('1 件')
    // Promised for days from now, and nobody has to see to it today.
    await expect(page.getByTestId('shift-promised')).toContainText('1 件')
    await expect(page.getByTestId('shift-drafts')).toContainText('1 件')
    await page.keyboard.press('F7')
    await expect(page.getByTestId('shift-printed')).toBeVisible({ timeout: 30_000 })
    const slips = await at.hall.printer.send('receipts')
    expect(slips.at(-1)).toContain('交接班单')
    expect(slips.at(-1)).not.toContain(name)
    await at.terminal.shoot('shift')
    await resize(at.terminal, { width: 1024, height: 600 })
    await at.terminal.shootLarge('shift-small')
    await resize(at.terminal, { width: 1366, height: 768 })

    await page.keyboard.press('F8')
    await page.getByTestId('second-operator').fill(demonstrationAccount.id)
    await page.getByTestId('second-password').fill(demonstrationAccount.password)
    await page.getByTestId('second-go').click()
    await expect(page.getByTestId('second-person')).toContainText('第二个人不能是正在登录的人')
    await at.terminal.shoot('shift-refused')
    await page.getByTestId('second-operator').fill(demonstrationAdministrator.id)
    await page.getByTestId('second-password').fill(demonstrationAdministrator.password)
    await page.getByTestId('second-go').click()
    await expect(page.getByTestId('operator-menu')).toContainText(demonstrationAdministrator.name)
    await expect(page.getByText('已交接给')).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(name)
    const said = (await recorded()).slice(-2)
    expect(said).toMatchObject([
      { action: 'confirmed', operatorId: '9001', detail: 'hand-over 1001' },
      { action: 'handed-over', operatorId: '1001' },
    ])
    expect(said[1]?.detail).toMatch(/^9001 taken 1 .*drafts 1$/)
  })

  test('forgets to lock it, and it locks itself', async () => {
    const config = parse(readFileSync(at.hall.configPath, 'utf8')) as object
    writeFileSync(at.hall.configPath, stringify({ ...config, lock: { idleSeconds: 6 } }))
    await at.terminal.close()
    const page = await at.terminal.start()
    await signIn(at)
    await expect(page.getByTestId('lock-soon')).toBeVisible({ timeout: 15_000 })
    // A sign of the clerk keeps it open.
    await page.mouse.wheel(0, 10)
    await expect(page.getByTestId('lock-soon')).toHaveCount(0)
    await expect(page.getByTestId('lock-soon')).toBeVisible({ timeout: 15_000 })
    await at.terminal.shoot('lock-soon')
    await expect(page.getByTestId('lock-who')).toContainText(demonstrationAccount.id, { timeout: 15_000 })
    await expectHidden(page, name)
    await page.reload()
    // Nobody knows any more who it was: the window is anybody's.
    await expect(page.getByTestId('sign-in-operator')).toBeVisible()
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
