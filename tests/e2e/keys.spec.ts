import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { askHub, demonstrationAccount, demonstrationAdministrator } from '#build/hall'
import { intakeListSchema } from '#sync/api'
import { readCatalogue } from '#sync/catalogue/disk'
import { atWindow, signIn, takeIn, themeCase } from '#tests/journey'
import { expect, test } from '@playwright/test'
import { parse } from 'yaml'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')

/** 密钥轮换: the keys change under a terminal that has intakes waiting and drafts begun, and nobody loses anything. */
test.describe.serial('the keys of a terminal are replaced', () => {
  const at = atWindow('keys')
  const birth = catalogue.themes.find(({ id }) => id === 'birth')
  if (birth === undefined) throw new Error('there is no birth theme')
  const one = themeCase(catalogue, birth, today, { parents: 'married', settle: 'mother' })
  let receipt = ''

  const roots = async (): Promise<string[]> => {
    const { keys } = parse(await readFile(at.hall.configPath, 'utf8')) as { keys: { file: string } }
    const path = join(at.hall.configPath, '..', keys.file)
    return (await readFile(path, 'utf8')).trim().split('\n')
  }
  const said = async (): Promise<string[]> =>
    (await readFile(join(at.hall.profileDir, 'audit', 'record-00001.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { action: string }).action)
  async function care(): Promise<void> {
    const { page } = at.terminal
    await page.getByTestId('operator-menu').click()
    await page.getByTestId('terminal-care').click()
    await expect(page.getByTestId('keys')).toBeVisible()
  }
  async function change(
    person: typeof demonstrationAccount | typeof demonstrationAdministrator,
  ): Promise<void> {
    const { page } = at.terminal
    await page.getByTestId('operator-menu').click()
    await page.getByTestId('sign-out').click()
    await signIn(at, person)
  }

  test.beforeAll(async () => {
    const text = await readFile(at.hall.configPath, 'utf8')
    const soon = text.replace(/^keys:$/m, 'keys:\n  keepOldDays: 0')
    expect(soon).not.toBe(text)
    await writeFile(at.hall.configPath, soon)
    await at.terminal.start()
    await signIn(at)
  })

  test('with an intake that waits and a draft that was begun', async () => {
    const { page } = at.terminal
    await at.hall.line.cut()
    await expect(page.getByTestId('sync-status')).toContainText('离线', { timeout: 60_000 })
    receipt = await takeIn(page, one)
    await page.getByTestId('receipt-next').click()
    await page.getByTestId('desk-search').fill('入学')
    await page.keyboard.press('Enter')
    await expect(page.getByText('停在', { exact: false }).or(page.getByTestId('guide-notice'))).toBeVisible()
    await page.keyboard.press('Control+K')
    await expect(page.getByText('停在', { exact: false })).toBeVisible()
  })

  test('on the word of two, and the screen comes anew', async () => {
    const { page } = at.terminal
    const [before] = await roots()
    await change(demonstrationAdministrator)
    await care()
    await at.terminal.shoot('care')
    await at.terminal.shootLarge('care')
    await page.getByTestId('rotate-keys').click()
    await page.getByTestId('second-operator').fill(demonstrationAdministrator.id)
    await page.getByTestId('second-password').fill(demonstrationAdministrator.password)
    await page.getByTestId('second-go').click()
    await expect(page.getByTestId('second-person')).toContainText('第二个人不能是正在登录的人')
    expect(await roots()).toHaveLength(1)
    await page.getByTestId('second-operator').fill(demonstrationAccount.id)
    await page.getByTestId('second-password').fill(demonstrationAccount.password)
    await page.getByTestId('second-go').click()
    await expect(page.getByTestId('sign-in-operator')).toBeVisible()
    const now = await roots()
    expect(now).toHaveLength(2)
    expect(now[0]).toBe(before)
    expect(await said()).toContain('keys-rotated')
    // Before a row is written anew: the next start goes on.
    await at.terminal.kill()
  })

  test('is gone on with after a kill, and the old key is forgotten when nothing is left under it', async () => {
    const [, current] = await roots()
    const page = await at.terminal.start()
    await signIn(at, demonstrationAdministrator)
    await care()
    await at.terminal.shoot('rewriting')
    await expect.poll(roots, { timeout: 60_000 }).toEqual([current])
    expect(await said()).toContain('keys-forgotten')
    await expect(page.getByTestId('keys-progress')).toHaveAttribute('data-state', 'current')
    await expect(page.getByTestId('keys')).toContainText('没有')
    await expect(page.getByTestId('keys')).not.toContainText('1 把')
    await at.terminal.shoot('done')
  })

  test('and all is read, found, carried on and delivered', async () => {
    await at.terminal.close()
    const page = await at.terminal.start()
    await signIn(at)
    await expect(page.getByText('停在', { exact: false })).toBeVisible()
    await page.keyboard.press('Alt+F')
    await page.keyboard.insertText(one.typed['mother.name'] ?? '')
    await expect(page.getByTestId('desk-find').getByTestId(`intake-${receipt}`)).toBeVisible()
    await at.hall.line.restore()
    const committed = async (): Promise<string[]> =>
      intakeListSchema
        .parse(await askHub(at.hall, 'GET', '/intakes'))
        .intakes.filter(({ state }) => state === 'committed')
        .map(({ receiptNumber }) => receiptNumber)
    await expect.poll(committed, { timeout: 90_000 }).toEqual([receipt])
    await expect(page.getByTestId(`intake-${receipt}`).first()).toHaveAttribute(
      'data-delivery',
      'delivered',
      {
        timeout: 30_000,
      },
    )
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
