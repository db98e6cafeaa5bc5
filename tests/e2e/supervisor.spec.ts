import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { resolveElectron } from '#build/runtime'
import { sendReview } from '#sync/api'
import { countWorkingDays } from '#sync/model'
import { projectPath } from '../../build/project.ts'
import { committedIntake, happenedOn } from '../../sync/hub/oversight/past.test-support.ts'
import { collectReports } from '../../sync/hub/province/collect.ts'
import { TestHub } from '../../sync/hub/test-hub.test-support.ts'

const shots = projectPath('out', 'test', 'shots', 'supervisor')

/** The supervisor's page as a hall sees it: a real hub, a real browser. */
test.describe('the supervisor’s page', () => {
  let hub: TestHub
  let app: ElectronApplication
  let page: Page
  let profile: string
  const faults: string[] = []

  test.beforeAll(async () => {
    test.setTimeout(240_000)
    mkdirSync(shots, { recursive: true })
    profile = mkdtempSync(join(tmpdir(), 'web-window-'))
    hub = await TestHub.start()
    await fillHall(hub)
    const electron = await resolveElectron()
    app = await _electron.launch({
      executablePath: electron.executablePath,
      args: [
        projectPath('tests', 'support', 'web-window'),
        `--address=${hub.url}/supervisor`,
        '--area=1366x768',
        `--user-data-dir=${profile}`,
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    })
    page = await app.firstWindow()
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
  })
  test.afterAll(async () => {
    await app.close()
    await hub.remove()
    rmSync(profile, { recursive: true, force: true })
  })

  async function inspect(name: string): Promise<void> {
    await page.evaluate(() => window.scrollTo(0, 0))
    await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
    // Electron opens no second page for axe to finish in.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ).toEqual([])
  }

  test('opens by the token, from the keyboard', async () => {
    await expect(page.getByLabel('主管口令')).toBeFocused()
    await inspect('1-login')
    await page.keyboard.type('wrong')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toHaveText('口令不对，请再试一次。')
    await inspect('2-login-wrong')
    await page.keyboard.type(hub.supervisorToken)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: '大厅主管' })).toBeVisible()
    await page.getByRole('button', { name: '立即核对时限' }).click()
    await expect(page.getByRole('region', { name: '红黄牌办件' })).toContainText('红牌')
    const cards = await page.locator('#cards .card').allTextContents()
    expect(cards).toEqual(['红牌', '红牌', '红牌', '红牌', '黄牌', '黄牌'])
    await expect(page.getByRole('region', { name: '被退回的上报' })).toContainText('E-1042')
    await inspect('3-hall')
  })

  test('renews itself and leaves the reader where they are', async () => {
    await page.getByRole('heading', { name: '终端', exact: true }).scrollIntoViewIfNeeded()
    await page.getByRole('link', { name: '登记处理' }).first().focus()
    const before = await page.evaluate(() => ({ top: window.scrollY, id: document.activeElement?.id }))
    expect(before.top).toBeGreaterThan(100)
    await hub.database.rows(`UPDATE terminals SET name = '南门便民服务站' WHERE terminal_id = 'T02'`)
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await expect(page.getByRole('cell', { name: '南门便民服务站' })).toBeVisible()
    const after = await page.evaluate(() => ({ top: window.scrollY, id: document.activeElement?.id }))
    expect(after).toEqual(before)
    await page.getByRole('button', { name: '暂停自动刷新' }).click()
    await expect(page.getByRole('button', { name: '继续自动刷新' })).toBeVisible()
  })

  test('takes what was done about a bad review', async () => {
    await page.getByRole('link', { name: '登记处理' }).first().click()
    await page.getByLabel('处理到哪一步').selectOption('checking')
    await page.getByLabel('做了什么').fill('已核实当天窗口记录')
    await inspect('4-review')
    await page.getByRole('button', { name: '登记' }).click()
    await expect(page.getByRole('listitem')).toContainText('已核实当天窗口记录')
    await inspect('5-review-noted')
  })

  test('stays readable on a narrow window, and never loads anything from elsewhere', async () => {
    await page.setViewportSize({ width: 390, height: 800 })
    await page.goto(`${hub.url}/supervisor`)
    await inspect('6-narrow')
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    expect(wide).toBe(false)
    expect(faults.filter((fault) => !fault.includes('403'))).toEqual([])
  })
})

function workingDaysAgo(n: number): string {
  const dayMs = 86_400_000
  const today = new Date().toISOString().slice(0, 10)
  for (let at = Date.now(); ; at -= dayMs) {
    const day = new Date(at).toISOString().slice(0, 10)
    if (countWorkingDays(day, today).days >= n) return day
  }
}

/** A hall in which something of everything has happened. */
async function fillHall(hub: TestHub): Promise<void> {
  const [window, station] = [await hub.terminal(), await hub.terminal()]
  await hub.database.rows(
    `UPDATE terminals SET name = '示范政务服务中心 3号综合窗口' WHERE terminal_id = 'T01'`,
  )
  await window.port.send({
    method: 'GET',
    path: '/feed',
    body: null,
    headers: { 'user-agent': 'Yichuang/0.1.0' },
  })
  await hub.database.rows('INSERT INTO province_line (position) VALUES (0)')
  for (const day of ['2024-11-04', '2024-11-05']) {
    const { intakeId, cases } = await committedIntake(hub, window)
    await happenedOn(hub.database, intakeId, day)
    await hub.staff('POST', `/cases/${cases[0]?.caseId}/progress`, { status: 'accepted' })
  }
  await collectReports(hub.database)
  await hub.database.rows(
    `UPDATE province_reports SET state = 'refused', problem = 'refused', reason = 'E-1042', settled_at = now()
     WHERE serial IN (SELECT min(serial) FROM province_reports GROUP BY intake_id)`,
  )
  const recent = await committedIntake(hub, station)
  // Three of the five days in which a department must say something: little is left.
  await happenedOn(hub.database, recent.intakeId, workingDaysAgo(3))
  for (const [satisfaction, reasons] of [
    ['very-satisfied', ['510']],
    ['dissatisfied', ['213', '209']],
  ] as const) {
    const { intakeId } = satisfaction === 'dissatisfied' ? recent : await committedIntake(hub, window)
    const { client } = satisfaction === 'dissatisfied' ? station : window
    await sendReview(client, intakeId, {
      reviewId: randomUUID(),
      caseId: null,
      satisfaction,
      reasons: [...reasons],
      channel: 'hall-pad',
      at: new Date().toISOString(),
    })
  }
  const { intakeId } = await committedIntake(hub, window)
  const at = new Date().toISOString()
  await sendReview(window.client, intakeId, {
    reviewId: randomUUID(),
    caseId: null,
    satisfaction: 'very-dissatisfied',
    reasons: ['115'],
    channel: 'hall-terminal',
    at,
  })
  await station.client.announce(await station.packet(hub.keys.publicKey))
  const wrong = await station.packet(hub.keys.publicKey, { themeId: 'no-such-theme' })
  await station.deliver(wrong)
  await station.client.commit(wrong.intakeId, 'key')
}
