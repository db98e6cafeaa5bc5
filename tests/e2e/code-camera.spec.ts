import { atWindow, signIn } from '#tests/journey'
import { writeCameraFilm } from '#tests/support'
import { expect, test } from '@playwright/test'
import iconv from 'iconv-lite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Codes before a camera, where no scanner reads them. */
test.describe.serial('a camera that looks for codes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'camera-film-'))
  const film = join(folder, 'camera.y4m')
  const show = (...texts: string[]) =>
    writeCameraFilm(
      film,
      texts.map((text) => iconv.encode(text, 'gb18030')),
    )
  show()
  const at = atWindow('code-camera', {
    switches: ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`],
  })
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.beforeAll(async () => {
    await at.terminal.start()
    await signIn(at)
  })

  test('opens at the desk what a notice is about', async () => {
    const { page } = at.terminal
    show('YCN1:birth;parents=married;settle=father')
    await page.getByTestId('desk-code-camera').click()
    await expect(page.getByTestId('guide-next')).toBeFocused()
    await expect(page.getByTestId('guide-answer-settle')).toHaveText('随父亲上户口')
    await expect(page.getByTestId('code-camera')).toHaveCount(0)
    await page.evaluate(() => (window.location.hash = '#/desk'))
    await expect(page.getByTestId('desk-search')).toBeFocused()
  })

  test('takes nothing from a picture with two codes, says so, and lets the camera go when it is shut', async () => {
    const { page } = at.terminal
    show('430102', '430103')
    await page.keyboard.press('Alt+C')
    await expect(page.getByTestId('code-camera-hint')).toContainText('只留一个')
    await at.terminal.shoot('code-camera-two')
    await at.terminal.shootLarge('code-camera-two')
    const track = await page.evaluateHandle(() => {
      const stream = document.querySelector('video')?.srcObject as MediaStream | null
      return stream?.getVideoTracks()[0]
    })
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('code-camera')).toHaveCount(0)
    expect(await track.evaluate((one) => one?.readyState)).toBe('ended')
    await expect(page.getByTestId('desk-search')).toBeFocused()
  })

  test('fills the field that had the focus, with hanzi of GBK, and opens no link', async () => {
    const { page } = at.terminal
    const windows = at.terminal.app.windows().length
    show('芙蓉区晓园路8号')
    await page.keyboard.press('Alt+C')
    await expect(page.getByTestId('desk-search')).toHaveValue('芙蓉区晓园路8号')
    await page.keyboard.press('Escape')
    show('https://example.invalid/gift')
    await page.keyboard.press('Alt+C')
    await expect(page.getByTestId('desk-search')).toHaveValue('https://example.invalid/gift')
    expect(at.terminal.app.windows()).toHaveLength(windows)
    expect(page.url()).toContain('#/desk')
    await page.keyboard.press('Escape')
  })

  test('may compile its reader in its own worker, and nothing else may compile anything', async () => {
    const { page } = at.terminal
    const compiled = await page.evaluate(() =>
      WebAssembly.compile(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)).then(
        () => 'compiled',
        (error: unknown) => (error instanceof Error ? error.name : 'refused'),
      ),
    )
    expect(compiled).toBe('CompileError')
  })
})
