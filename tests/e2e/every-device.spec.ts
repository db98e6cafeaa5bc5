import { resolveElectron } from '#build/runtime'
import { panelArguments } from '#build/start'
import { atWindow, signIn } from '#tests/journey'
import { _electron, expect, type Page, test } from '@playwright/test'
import { join } from 'node:path'

/** A hall with a device of every kind, tried one after another from the device page, and told what to do from the panel. */
test.describe.serial('a device of every kind', () => {
  const at = atWindow('every-device', {
    everyDevice: true,
    switches: ['--use-fake-device-for-media-stream'],
  })
  const card = (id: string) => at.terminal.page.getByTestId(`device-card-${id}`)
  const outcome = (id: string) => card(id).getByTestId('device-outcome')
  let panel: Page

  test.beforeAll(async () => {
    await at.terminal.start()
    await signIn(at)
    await at.terminal.page.keyboard.press('Alt+D')
    const { executablePath } = await resolveElectron()
    const beside = await _electron.launch({ executablePath, args: panelArguments(at.hall) })
    panel = await beside.firstWindow()
  })
  test.afterAll(() => panel.context().close())

  const press = async (title: string, button: string): Promise<void> => {
    await panel
      .getByRole('region', { name: title, exact: true })
      .getByRole('button', { name: button })
      .click()
    await expect(panel.getByRole('status')).toContainText(`${button}：好了`)
  }

  test('comes up', async () => {
    for (const id of ['network-scanner', 'vendor-reader', 'review-pad', 'status-light', 'document-scanner'])
      await expect(card(id)).toHaveAttribute('data-state', 'ready', { timeout: 30_000 })
    await panel.screenshot({ path: join(at.terminal.shots, 'panel.png'), fullPage: true })
    await at.terminal.shoot('every-device')
  })

  test('reads, scans, and is missed when it is unplugged', async () => {
    await press('厂家服务的身份证阅读机', '放上居民身份证')
    await card('vendor-reader').getByTestId('device-test').click()
    await expect(outcome('vendor-reader')).toContainText('阅读机是好的')
    await card('review-pad').getByTestId('device-test').click()
    await expect(card('review-pad')).toHaveAttribute('data-state', 'busy')
    await press('按键评价器', '按下')
    await expect(outcome('review-pad')).toContainText('评价器是好的')
    await card('status-light').getByTestId('device-test').click()
    await expect(outcome('status-light')).toContainText('灯依次亮过了')
    await expect(panel.getByRole('region', { name: '状态灯', exact: true })).toContainText('绿灯亮着')
    await card('network-scanner').getByTestId('device-test').click()
    await expect(outcome('network-scanner')).toContainText('扫描仪是好的')
    await press('网络扫描仪', '拔掉网线')
    await expect(card('network-scanner')).toContainText('没有连上', { timeout: 30_000 })
    await press('网络扫描仪', '插上网线')
    await expect(card('network-scanner')).toHaveAttribute('data-state', 'ready', { timeout: 60_000 })
  })

  test('of the screen itself is tried too, and leaves nothing behind', async () => {
    const { page } = at.terminal
    await expect(card('camera')).toHaveAttribute('data-state', 'ready')
    await page.getByTestId('camera-check').click()
    await expect(page.getByTestId('camera-outcome')).toContainText('摄像头是好的')
    const track = await page.evaluateHandle(() => {
      const stream = document.querySelector('video')?.srcObject as MediaStream | null
      return stream?.getVideoTracks()[0]
    })
    await page.getByTestId('camera-check-end').click()
    expect(await track.evaluate((one) => one?.readyState)).toBe('ended')

    await page.getByTestId('pad-check').click()
    const box = await page.getByTestId('sign-canvas').boundingBox()
    if (box === null) throw new Error('no canvas')
    await page.mouse.move(box.x + 20, box.y + 60)
    await page.mouse.down()
    await page.mouse.move(box.x + 180, box.y + 90, { steps: 12 })
    await page.mouse.up()
    await page.getByTestId('sign-confirm').click()
    await expect(page.getByTestId('pad-outcome')).toContainText('签名区是好的')
    await at.terminal.shoot('page-devices')
    await at.terminal.shootLarge('page-devices')
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
