import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { resolveElectron } from '#build/runtime'
import { atWindow, resize, signIn, Terminal } from '#tests/journey'
import { expect, type Page, test } from '@playwright/test'
import { parse } from 'yaml'
import { inspectLayout } from '../gallery/inspect/index.ts'

const account = { id: '7001', name: '设置员', password: 'a-long-password' }

/** 首次设置: an empty machine becomes a terminal of the hall. */
test.describe.serial('a machine without a configuration', () => {
  const at = atWindow('setup')
  let machine: Terminal
  const folder = (): string => join(at.hall.dir, 'new')

  async function next(page: Page, step: string): Promise<void> {
    await page.keyboard.press('F8')
    await expect(page.getByTestId('setup')).toHaveAttribute('data-step', step)
  }

  test.beforeAll(async () => {
    mkdirSync(folder(), { recursive: true })
    const place = {
      ...at.hall,
      configPath: join(folder(), 'terminal.yaml'),
      profileDir: join(folder(), 'profile'),
    }
    machine = new Terminal(place, await resolveElectron(), at.terminal.shots, { inspect: true })
  })
  test.afterAll(() => machine.close())

  test('asks for its place first, and says what is missing', async () => {
    const page = await machine.start()
    await expect(page.getByTestId('setup-step')).toContainText('第 1 步')
    await page.keyboard.press('F8')
    await expect(page.getByText('请填写单位名称')).toBeVisible()
    await expect(page.getByTestId('setup-siteName')).toBeFocused()
    await machine.shoot('place-missing')
    await page.getByTestId('setup-siteName').fill('示范医院')
    await page.getByTestId('setup-place').fill('产科一楼')
    await page.getByTestId('setup-siteCode').fill('430102')
    await page.getByTestId('setup-terminalId').fill('t07')
    await page.getByTestId('setup-profile-maternity-ward').click()
    await next(page, 'hub')
    // Nothing but the guide is answered: there is nobody to sign in.
    const refused = await page.evaluate(async () => [
      await window.terminal.listPackets(),
      await window.terminal.storeKeys(),
    ])
    for (const answer of refused) expect(answer).toMatchObject({ ok: false, error: { code: 'setup.needed' } })
  })

  test('connects to the hub and shows whom it found', async () => {
    const { page } = machine
    const { hub } = parse(readFileSync(at.hall.configPath, 'utf8')) as {
      hub: { url: string; encryptionKey: { publicKey: { x: string } } }
    }
    await page.getByTestId('setup-url').fill('http://127.0.0.1:1')
    await page.getByTestId('setup-connect').click()
    await expect(page.getByTestId('setup-hub-problem')).toBeVisible({ timeout: 20_000 })
    await page.getByTestId('setup-url').fill(hub.url)
    await page.getByTestId('setup-connect').click()
    await expect(page.getByTestId('setup-hub')).toContainText(hub.encryptionKey.publicKey.x)
    await machine.shoot('hub')
    await next(page, 'devices')
  })

  test('is switched off in the middle and goes on there, with the printer that was chosen, which prints', async () => {
    const { devices } = parse(readFileSync(at.hall.configPath, 'utf8')) as { devices: { kind: string }[] }
    const printer = devices.find(({ kind }) => kind === 'receipt-printer')
    await machine.page.evaluate((entry) => {
      const kept = JSON.parse(localStorage.getItem('setup') ?? '{}') as object
      localStorage.setItem('setup', JSON.stringify({ ...kept, devices: [entry] }))
    }, printer)
    await machine.close()
    const page = await machine.start()
    await expect(page.getByTestId('setup')).toHaveAttribute('data-step', 'devices')
    await page.getByTestId('setup-look').click()
    await expect(page.getByTestId('setup-look')).not.toContainText('正在找', { timeout: 60_000 })
    await expect(page.getByTestId('setup-device-receipt-printer')).toBeChecked()
    await page.getByTestId('setup-open-devices').click()
    await expect(page.getByTestId('setup-test-page')).toBeEnabled({ timeout: 20_000 })
    await expect(page.getByText('可用', { exact: true })).toBeVisible()
    await page.getByTestId('setup-test-page').click()
    await expect(page.getByTestId('setup-test-printed')).toBeVisible({ timeout: 30_000 })
    expect((await at.hall.printer.send('receipts')).at(-1)).toContain('示范医院')
    await machine.shoot('devices')
    await next(page, 'account')
  })

  test('writes its configuration, and is a terminal from then on', async () => {
    const { page } = machine
    await page.getByTestId('setup-operator').fill(account.id)
    await page.getByTestId('setup-operator-name').fill(account.name)
    await page.getByTestId('setup-password').fill(account.password)
    await page.getByTestId('setup-again').fill('another-password')
    await page.keyboard.press('F8')
    await expect(page.getByText('两次输入的口令不一样')).toBeVisible()
    await page.getByTestId('setup-again').fill(account.password)
    for (const size of [
      { width: 1024, height: 600 },
      { width: 1366, height: 768 },
    ]) {
      await resize(machine, size)
      expect(await inspectLayout(page)).toEqual([])
      await machine.shootLarge(`account-${String(size.width)}`)
    }
    await next(page, 'finish')
    await machine.shoot('finish')
    await page.getByTestId('setup-write').click()
    await expect(page.getByTestId('setup-done')).toContainText('设置好了')
    await expect(page.getByTestId('setup-done')).toContainText('430102/T07')
    await machine.shoot('done')
    expect(await page.evaluate(() => localStorage.getItem('setup'))).toBeNull()
    await machine.close()

    const again = await machine.start()
    await signIn({ terminal: machine }, account)
    await expect(again.getByRole('heading', { name: /产科常办/ })).toBeVisible()
    const over = await again.evaluate(() => window.terminal.setupState())
    expect(over).toMatchObject({ ok: false, error: { code: 'setup.over' } })
    expect(machine.accessProblems).toEqual([])
    expect(machine.faults).toEqual([])
  })
})
