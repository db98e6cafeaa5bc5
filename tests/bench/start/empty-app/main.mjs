// The least that Electron can be: one window of the terminal's size with an empty page.
import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'

app.on('window-all-closed', () => app.quit())
// Not awaited: Electron is ready only when this module has ended.
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1366, height: 768 })
  return window.loadFile(join(import.meta.dirname, 'index.html'))
})
