import { atWindow, signIn } from '#tests/journey'
import { expect, type Page, test } from '@playwright/test'
import { drawCardOnGlass, drawPage } from '../../renderer/workers/page-check/page.test-support.ts'

const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n')

/** The page that is shown large: its size, and the grey level at a place given in shares of it. */
function shownPage(page: Page, x = 0.5, y = 0.5): Promise<{ upright: boolean; level: number }> {
  return page
    .getByTestId('materials-page-dialog')
    .locator('img')
    .evaluate(
      async (image: HTMLImageElement, [left, top]) => {
        await image.decode()
        const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight)
        const context = canvas.getContext('2d')
        context?.drawImage(image, 0, 0)
        const at = [Math.floor(left * canvas.width), Math.floor(top * canvas.height)] as const
        const level = context?.getImageData(...at, 1, 1).data[0] ?? -1
        return { upright: canvas.height > canvas.width, level }
      },
      [x, y] as const,
    )
}

/** Papers come into the intake by other ways than the scanner, and are put right there. */
test.describe.serial('materials', () => {
  const at = atWindow('materials', { switches: ['--use-fake-device-for-media-stream'] })

  test.beforeAll(async () => {
    const page = await at.terminal.start()
    await signIn(at)
    await page.keyboard.type('YCN1:birth;parents=married;settle=mother')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('guide-next')).toBeFocused()
    await page.keyboard.press('F8')
    await expect(page.getByTestId('form-progress')).toBeVisible()
    // The papers are what this is about: the form may wait.
    await page.evaluate(() => (location.hash = location.hash.replace('/form', '/materials')))
    await expect(page.getByTestId('materials-scan-mother-id')).toBeVisible()
  })

  test('are taken from files, each by what it is, and what cannot be taken is told', async () => {
    const { page } = at.terminal
    const chooser = page.waitForEvent('filechooser')
    await page.getByTestId('materials-file-mother-id').press('Enter')
    await (
      await chooser
    ).setFiles([
      { name: 'a.bin', mimeType: 'text/plain', buffer: drawPage({ dpi: 200 }).toBuffer('image/png') },
      { name: 'b.png', mimeType: 'image/png', buffer: Buffer.from('MZ this is a program') },
      { name: 'c.jpg', mimeType: '', buffer: drawPage({ dpi: 200, blurMm: 0.5 }).toBuffer('image/jpeg') },
      { name: 'd.pdf', mimeType: '', buffer: pdf },
    ])
    await expect(page.getByTestId('materials-status-mother-id')).toContainText('已收 3 页')
    const card = page.getByTestId('materials-item-mother-id')
    await expect(card).toContainText('第 2 个文件：')
    await expect(card).toContainText('这种文件收不了')
    await expect(card.getByRole('button', { name: '有点糊' })).toHaveCount(1)
    await expect(card.locator('[data-testid^=materials-flawed-]')).toHaveCount(1)
    await at.terminal.shoot('materials-files')
    await at.terminal.shootLarge('materials-files')
  })

  test('say of each page what is hard to read on it, and keep it all the same', async () => {
    const { page } = at.terminal
    await page.getByTestId('materials-item-mother-id').getByRole('button', { name: '有点糊' }).press('Enter')
    await expect(page.getByTestId('materials-flaw-blurred')).toContainText('请放平再扫一次')
    await at.terminal.shoot('materials-flaw')
    await at.terminal.shootLarge('materials-flaw')
    await page.keyboard.press('Escape')
  })

  test('are turned by a key, and keep being compared with the original', async () => {
    const { page } = at.terminal
    await page.getByTestId('materials-checked-mother-id').press('Space')
    await page.getByRole('button', { name: '放大查看第 1 页' }).first().press('Enter')
    expect(await shownPage(page)).toMatchObject({ upright: true })
    await page.getByTestId('materials-page-turn-right').press('Enter')
    await expect.poll(async () => (await shownPage(page)).upright).toBe(false)
    await page.getByTestId('materials-page-turn-left').press('Enter')
    await expect.poll(async () => (await shownPage(page)).upright).toBe(true)
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('materials-status-mother-id')).toContainText('已收 3 页')
    await expect(page.getByTestId('materials-checked-mother-id')).toBeChecked()
  })

  test('come from the feeder sheet after sheet, until somebody stops it', async () => {
    const { page } = at.terminal
    const card = page.getByTestId('materials-item-household-register')
    await page.getByTestId('materials-feed-household-register').press('Enter')
    // SANE's test scanner holds ten sheets.
    await expect(card.getByText('正在从进纸器扫第 3 张', { exact: false })).toBeVisible({ timeout: 60_000 })
    await at.terminal.shoot('materials-feeder')
    await card.getByTestId('materials-scan-cancel').press('Enter')
    const told = card.getByText('停下以前扫到的', { exact: false })
    await expect(told).toBeVisible()
    const kept = Number(/扫到的 (\d+) 张/.exec((await told.textContent()) ?? '')?.[1])
    expect(kept).toBeGreaterThanOrEqual(2)
    await expect(page.getByTestId('materials-status-household-register')).toContainText(`已收 ${kept}`)
    const shown = card.getByRole('button', { name: '放大查看第', exact: false })
    for (let left = kept - 1; left >= 0; left -= 1) {
      await shown.first().press('Enter')
      await page.getByTestId('materials-page-remove').press('Enter')
      await page.getByTestId('materials-page-remove-confirm').press('Enter')
      await expect(shown).toHaveCount(left)
    }
  })

  test('that lie askew are put straight by one key, with nothing of them lost', async () => {
    const { page } = at.terminal
    const chooser = page.waitForEvent('filechooser')
    await page.getByTestId('materials-file-household-register').press('Enter')
    const askew = drawPage({ dpi: 200, skewDegrees: 6 })
    await (
      await chooser
    ).setFiles([{ name: 'e.jpg', mimeType: 'image/jpeg', buffer: askew.toBuffer('image/jpeg') }])
    await expect(page.getByTestId('materials-status-household-register')).toContainText('已收 1')
    const card = page.getByTestId('materials-item-household-register')
    await card.getByRole('button', { name: '放大查看第 1 页' }).first().press('Enter')
    await expect(page.getByTestId('materials-flaw-skewed')).toBeVisible()
    await at.terminal.shoot('materials-askew')
    await page.getByTestId('materials-page-straighten').press('Enter')
    await expect(page.getByTestId('materials-flaw-skewed')).toHaveCount(0)
    await expect(page.getByTestId('materials-page-straighten')).toHaveCount(0)
    await expect(page.getByTestId('materials-page-dialog').locator(':focus')).toHaveCount(1)
    const image = page.getByTestId('materials-page-dialog').locator('img')
    await expect
      .poll(() => image.evaluate(({ naturalWidth }: HTMLImageElement) => naturalWidth))
      .toBeGreaterThan(askew.width)
    expect((await shownPage(page, 0.01, 0.01)).level).toBeGreaterThan(200)
    await at.terminal.shoot('materials-straight')
    await page.keyboard.press('Escape')
    await card.getByRole('button', { name: '放大查看第 1 页' }).first().press('Enter')
    await page.getByTestId('materials-page-remove').press('Enter')
    await page.getByTestId('materials-page-remove-confirm').press('Enter')
  })

  test('that are small are cut out of their sheet by one key; a sheet stays whole', async () => {
    const { page } = at.terminal
    const chooser = page.waitForEvent('filechooser')
    await page.getByTestId('materials-file-household-register').press('Enter')
    await (
      await chooser
    ).setFiles([{ name: 'f.png', mimeType: 'image/png', buffer: drawCardOnGlass().toBuffer('image/png') }])
    await expect(page.getByTestId('materials-status-household-register')).toContainText('已收 1')
    const card = page.getByTestId('materials-item-household-register')
    await card.getByRole('button', { name: '放大查看第 1 页' }).first().press('Enter')
    expect(await shownPage(page)).toMatchObject({ upright: true })
    await page.getByTestId('materials-page-crop').press('Enter')
    await expect.poll(async () => (await shownPage(page)).upright).toBe(false)
    await at.terminal.shoot('materials-cropped')
    await page.getByTestId('materials-page-crop').press('Enter')
    await expect(page.getByTestId('materials-page-note')).toContainText('没有可以裁掉的空白')
    await at.terminal.shoot('materials-nothing-to-crop')
    await page.getByTestId('materials-page-remove').press('Enter')
    await page.getByTestId('materials-page-remove-confirm').press('Enter')
  })

  test('are blacked out by pointer and by keyboard, in the picture itself', async () => {
    const { page } = at.terminal
    await page.getByRole('button', { name: '放大查看第 1 页' }).first().press('Enter')
    expect((await shownPage(page, 0.05, 0.05)).level).toBeGreaterThan(200)
    await page.getByTestId('materials-page-redact').press('Enter')
    const board = page.getByTestId('materials-redact-board')
    // Until the picture is there the board has another size.
    const picture = board.locator('img')
    await picture.evaluate((image: HTMLImageElement) => image.decode())
    const box = await board.boundingBox()
    if (box === null) throw new Error('there is nothing to draw on')
    expect(await picture.boundingBox()).toEqual(box)
    await page.mouse.move(box.x + 2, box.y + 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.1, { steps: 4 })
    await page.mouse.up()
    await page.getByTestId('materials-redact-add').press('Enter')
    await expect(page.getByRole('button', { name: '黑框 2' })).toBeFocused()
    for (let press = 0; press < 40; press += 1) await page.keyboard.press('ArrowDown')
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('Shift+ArrowDown')
    await at.terminal.shoot('materials-redact')
    await at.terminal.shootLarge('materials-redact')
    await page.getByTestId('materials-redact-confirm').press('Enter')
    await expect(page.getByTestId('materials-redact-dialog')).toHaveCount(0)
    await expect.poll(async () => (await shownPage(page, 0.05, 0.05)).level).toBe(0)
    // Each box lies in the page where it was seen, to the edge.
    expect((await shownPage(page, 0.09, 0.09)).level).toBe(0)
    expect((await shownPage(page, 0.12, 0.05)).level).toBeGreaterThan(200)
    expect((await shownPage(page, 0.31, 0.95)).level).toBe(0)
    expect((await shownPage(page, 0.69, 0.95)).level).toBe(0)
    expect((await shownPage(page, 0.29, 0.95)).level).toBeGreaterThan(200)
    expect((await shownPage(page, 0.71, 0.95)).level).toBeGreaterThan(200)
    expect((await shownPage(page, 0.05, 0.5)).level).toBeGreaterThan(200)
    await at.terminal.shoot('materials-redacted')
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('materials-status-mother-id')).toContainText('已收 3 页')
  })

  test('are photographed by the keyboard alone, looked at, and only then kept', async () => {
    const { page } = at.terminal
    await page.getByTestId('materials-camera-household-register').press('Enter')
    await expect(page.getByTestId('materials-camera-live')).toBeVisible()
    await expect(page.getByTestId('materials-camera-shutter')).toBeFocused()
    await at.terminal.shoot('materials-camera')
    await page.keyboard.press('Space')
    await expect(page.getByTestId('materials-camera-keep')).toBeFocused()
    await at.terminal.shoot('materials-camera-taken')
    await at.terminal.shootLarge('materials-camera-taken')
    await page.getByTestId('materials-camera-retake').press('Enter')
    await expect(page.getByTestId('materials-camera-shutter')).toBeFocused()
    const track = await page
      .getByTestId('materials-camera-live')
      .evaluateHandle((video: HTMLVideoElement) => {
        if (!(video.srcObject instanceof MediaStream)) throw new Error('nothing is filmed')
        return video.srcObject.getVideoTracks()[0]
      })
    await page.keyboard.press('Space')
    await expect(page.getByTestId('materials-camera-keep')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('materials-status-household-register')).toContainText('已收 1 页')
    expect(await track.evaluate((one) => one?.readyState)).toBe('ended')
  })

  test('let the page use the camera, and never the microphone', async () => {
    const refused = await at.terminal.page.evaluate(async () => {
      const ask = (asked: MediaStreamConstraints): Promise<string> =>
        navigator.mediaDevices.getUserMedia(asked).then(
          () => 'allowed',
          (error: unknown) => (error instanceof Error ? error.name : 'refused'),
        )
      return [await ask({ audio: true }), await ask({ audio: true, video: true })]
    })
    expect(refused).toEqual(['NotAllowedError', 'NotAllowedError'])
  })

  test('have nothing that axe or the console would complain of', () => {
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
