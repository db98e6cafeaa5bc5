import type { Terminal } from './terminal.ts'

/** Makes the window as large as a screen of another hall; a kiosk's fills its screen no longer then. */
export async function resize(
  { app, page }: Pick<Terminal, 'app' | 'page'>,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    const [window] = BrowserWindow.getAllWindows()
    if (window?.isKiosk() === true) window.setKiosk(false)
    window?.setContentSize(width, height)
  }, size)
  // On a screen of just that size a window without a frame stays a line smaller.
  await page.waitForFunction(
    ({ width, height }) => Math.abs(innerWidth - width) <= 1 && Math.abs(innerHeight - height) <= 1,
    size,
  )
}
