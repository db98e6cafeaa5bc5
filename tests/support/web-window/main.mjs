// Any address in a plain window, as in a browser: for pages that a hub serves.
import { app, BrowserWindow, Menu } from 'electron'

const url = app.commandLine.getSwitchValue('address')
const [width, height] = app.commandLine.getSwitchValue('area').split('x').map(Number)

async function openWindow() {
  await app.whenReady()
  Menu.setApplicationMenu(null)
  const webPreferences = { sandbox: true, contextIsolation: true, nodeIntegration: false }
  const window = new BrowserWindow({ width, height, useContentSize: true, webPreferences })
  await window.loadURL(url)
}

app.on('window-all-closed', () => app.quit())
// Not awaited here: Electron becomes ready only when this module has been loaded.
openWindow().catch((error) => {
  console.error(error)
  app.exit(1)
})
