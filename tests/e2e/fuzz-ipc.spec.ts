import { atWindow } from '#tests/journey'
import { fuzzIpc } from '#tests/fuzz'
import { expect, test } from '@playwright/test'

/** The short form of `npm run fuzz -- ipc`: the same few hundred calls at each run. */
test.describe('the preload API', () => {
  const at = atWindow('fuzz-ipc', { inspect: false })

  test.beforeAll(async () => {
    await at.terminal.start()
    await expect(at.terminal.page.getByTestId('sign-in-operator')).toBeVisible()
  })

  test('answers everything that it is given, and tells nothing of the inside', async () => {
    const report = await fuzzIpc(at, { calls: 600, seed: 20_260 })
    expect(report.findings).toEqual([])
    expect(report.uncalled).toEqual([])
    // Most calls must get past the schemas, or nothing behind them was tried.
    expect(report.outcomes['value']).toBeGreaterThan(80)
    expect(report.outcomes['shell.bad-arguments']).toBeGreaterThan(40)
  })

  test('is heard from the terminal’s own window only', async () => {
    const code = await at.terminal.app.evaluate(async ({ app, BrowserWindow }) => {
      const other = new BrowserWindow({
        show: false,
        webPreferences: { preload: `${app.getAppPath()}/out/app/preload/preload.cjs`, sandbox: true },
      })
      await other.loadURL('app://terminal/index.html')
      const answer = (await other.webContents.executeJavaScript('window.terminal.storeKeys()')) as {
        error?: { code: string }
      }
      other.destroy()
      return answer.error?.code
    })
    expect(code).toBe('shell.refused-sender')
  })
})
