import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demonstrationAdministrator } from '#build/hall'
import { resolveElectron } from '#build/runtime'
import { panelArguments } from '#build/start'
import { inventPerson } from '#devices/simulators'
import { atWindow, signIn } from '#tests/journey'
import { _electron, expect, test } from '@playwright/test'
import { parse, stringify } from 'yaml'

/** The device page, and a device host that crashes and hangs, in the real program. */
test.describe.serial('the devices', () => {
  const at = atWindow('devices')
  const card = (id: string) => at.terminal.page.getByTestId(`device-card-${id}`)
  const seed = 77
  const person = inventPerson(seed)

  /** The process that holds the drivers. */
  const hostPid = (): Promise<number> =>
    at.terminal.app.evaluate(
      ({ app }) => app.getAppMetrics().find(({ name }) => name === 'yichuang-device-host')?.pid ?? 0,
    )
  /** A reading that waits for a card; its answer, when it has one. */
  const read = (): Promise<{ ok: boolean; error?: { code: string } }> =>
    at.terminal.page.evaluate(async () => {
      const target = { id: 'id-card-reader' }
      const input = { timeoutMs: 60_000 }
      const requestId = crypto.randomUUID()
      return window.terminal.deviceInvoke({ requestId, operation: 'id-card:read', target, input })
    })
  const isUp = async (id: string): Promise<void> => {
    await expect(card(id)).toHaveAttribute('data-state', 'ready', { timeout: 30_000 })
  }
  const crashWhileReading = async (): Promise<void> => {
    await isUp('id-card-reader')
    const answer = read()
    await expect(card('id-card-reader')).toHaveAttribute('data-state', 'busy')
    process.kill(await hostPid(), 'SIGSEGV')
    expect(await answer).toMatchObject({ ok: false, error: { code: 'device.host-lost' } })
  }

  test.beforeAll(async () => {
    await at.terminal.start()
    await signIn(at)
    await at.terminal.page.keyboard.press('Alt+D')
  })

  test('are shown to a clerk with what to do, and can be tried out', async () => {
    const { page } = at.terminal
    await isUp('id-card-reader')
    await isUp('receipt-printer')
    await at.hall.reader.send('insert-card', { seed })
    await card('id-card-reader').getByTestId('device-test').click()
    await expect(card('id-card-reader').getByTestId('device-outcome')).toContainText('阅读机是好的')
    await expect(page.locator('body')).not.toContainText(person.name)
    await expect(page.getByText('身份证还在')).toBeVisible({ timeout: 15_000 })
    await at.hall.reader.send('remove-card')

    await card('receipt-printer').getByTestId('device-test').click()
    await expect(card('receipt-printer').getByTestId('device-outcome')).toContainText('打印机说打完了')
    await at.hall.printer.send('paper-out')
    await expect(card('receipt-printer').getByTestId('device-todo')).toContainText('请装纸')
    await expect(page.getByTestId('device-log')).toHaveCount(0)
    await at.terminal.shoot('clerk')
    await at.terminal.shootLarge('clerk')
    await at.hall.printer.send('restore')
    await isUp('receipt-printer')
  })

  test('do what the hall’s panel of simulated devices is told by hand', async () => {
    // Beside the terminal, as `npm start` opens it: nothing in the terminal itself reaches another address.
    const { executablePath } = await resolveElectron()
    const beside = await _electron.launch({ executablePath, args: panelArguments(at.hall) })
    const panel = await beside.firstWindow()
    const sheet = (title: string) => panel.getByRole('region', { name: title })
    await sheet('凭条打印机').getByRole('button', { name: '打开上盖' }).click()
    await expect(sheet('凭条打印机')).toContainText('上盖打开')
    await expect(card('receipt-printer').getByTestId('device-todo')).toContainText('请合上')
    await sheet('凭条打印机').getByRole('button', { name: '恢复正常' }).click()
    await isUp('receipt-printer')

    await sheet('身份证阅读机').getByRole('combobox').selectOption('港澳台居民居住证')
    await sheet('身份证阅读机').getByRole('button', { name: '放上证件' }).click()
    await expect(sheet('身份证阅读机')).toContainText('卡放在读卡区上')
    await panel.screenshot({ path: join(at.terminal.shots, 'panel.png') })
    await sheet('身份证阅读机').getByRole('button', { name: '拔掉数据线' }).click()
    await expect(card('id-card-reader').getByTestId('device-todo')).toContainText('没有连上')
    await sheet('身份证阅读机').getByRole('button', { name: '插上数据线' }).click()
    await isUp('id-card-reader')
    await sheet('身份证阅读机').getByRole('button', { name: '拿走证件' }).click()
    await expect(panel.getByRole('status')).toContainText('拿走证件：好了')
    await beside.close()
  })

  test('come back by themselves within two seconds when a driver crashes the host', async () => {
    await isUp('id-card-reader')
    const answer = read()
    await expect(card('id-card-reader')).toHaveAttribute('data-state', 'busy')
    const before = await hostPid()
    const crashed = performance.now()
    process.kill(before, 'SIGSEGV')
    await expect(at.terminal.page.getByTestId('devices-away')).toContainText('正在重新连接')
    expect(await answer).toMatchObject({ ok: false, error: { code: 'device.host-lost' } })
    await expect(card('receipt-printer')).toHaveAttribute('data-state', 'ready')
    const tookMs = performance.now() - crashed
    test.info().annotations.push({ type: 'back after', description: `${tookMs.toFixed(0)} ms` })
    expect(tookMs).toBeLessThan(2000)
    expect(await hostPid()).not.toBe(before)
    await expect(at.terminal.page.getByTestId('devices-away')).toHaveCount(0)
  })

  test('come back when the host no longer answers', async () => {
    await isUp('receipt-printer')
    const before = await hostPid()
    process.kill(before, 'SIGSTOP')
    const answer = read()
    expect(await answer).toMatchObject({ ok: false, error: { code: 'device.host-lost' } })
    await isUp('receipt-printer')
    expect(await hostPid()).not.toBe(before)
    const log = await readFile(join(at.hall.profileDir, 'logs', 'terminal.log'), 'utf8')
    expect(log).toMatch(/"device-host.ended".*"hung":true/)
  })

  test('go on without the one whose driver crashes again and again', async () => {
    // With the crash two tests before it is three.
    await crashWhileReading()
    await crashWhileReading()
    await expect(card('id-card-reader').getByTestId('device-todo')).toContainText('驱动反复崩溃，已停用')
    await isUp('receipt-printer')
    await expect(card('id-card-reader').getByTestId('device-reconnect')).toHaveCount(0)
    expect(await read()).toMatchObject({ ok: false, error: { code: 'device.set-aside' } })
    const refused = await at.terminal.page.evaluate(() =>
      window.terminal.deviceReconnect({ deviceId: 'id-card-reader' }),
    )
    expect(refused).toMatchObject({ ok: false, error: { code: 'session.no-right' } })
    await at.terminal.shoot('set-aside')
  })

  test('show a technician drivers and bytes, and are tried again at their word', async () => {
    const { page } = at.terminal
    await page.getByTestId('operator-menu').click()
    await page.getByTestId('sign-out').click()
    await signIn(at, demonstrationAdministrator)
    await page.keyboard.press('Alt+D')
    await card('id-card-reader').getByTestId('device-reconnect').click()
    await isUp('id-card-reader')
    await at.hall.reader.send('insert-card', { seed })
    await card('id-card-reader').getByTestId('device-test').click()
    await expect(card('id-card-reader').getByTestId('device-outcome')).toContainText('阅读机是好的')
    const log = card('id-card-reader').getByTestId('device-log')
    await log.locator('summary').click()
    await expect(log).toContainText('AA AA AA 96 69 00 03 30 01 ··1')
    await log.scrollIntoViewIfNeeded()
    await at.terminal.shoot('log')
    await page.getByTestId('found-look').click()
    await expect(page.getByTestId('found-look')).not.toHaveAttribute('aria-busy', 'true', { timeout: 30_000 })
    await page.getByTestId('found-devices').scrollIntoViewIfNeeded()
    await at.terminal.shoot('found')
    await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded()
    await at.terminal.shoot('technician')
    await at.terminal.shootLarge('technician')
  })

  test('give support a file in which nobody can be found', async () => {
    const file = join(at.hall.dir, 'support.json')
    await at.terminal.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, file)
    await at.terminal.page.getByTestId('device-export').click()
    await expect(at.terminal.page.getByText('可以发给技术支持')).toBeVisible()
    const text = await readFile(file, 'utf8')
    expect(JSON.parse(text)).toMatchObject({
      format: 'yichuang-device-support',
      hostEndings: expect.arrayContaining([expect.objectContaining({ how: 'hung' })]),
      devices: expect.arrayContaining([expect.objectContaining({ id: 'id-card-reader', adapter: 'sdt' })]),
    })
    for (const word of [person.name, person.number, demonstrationAdministrator.name]) {
      expect(text).not.toContain(word)
      const utf16 = Buffer.from(word, 'utf16le')
        .toString('hex')
        .toUpperCase()
        .replace(/..(?=.)/g, '$& ')
      expect(text).not.toContain(utf16)
    }
  })

  test('that nobody has configured are missed in words that say what to do', async () => {
    await at.terminal.close()
    const config = await readFile(at.hall.configPath, 'utf8')
    await writeFile(at.hall.configPath, stringify({ ...(parse(config) as object), devices: [] }))
    const page = await at.terminal.start()
    await signIn(at)
    await page.getByTestId('device-status').click()
    await page.getByTestId('device-more').click()
    await expect(page.getByText('npm run device -- list')).toBeVisible()
    await at.terminal.shoot('none')
    await at.terminal.shootLarge('none')
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
