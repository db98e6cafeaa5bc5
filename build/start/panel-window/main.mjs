// A small Electron of its own: one window that shows the hall's panel of simulated devices, and nothing else.
import { app, BrowserWindow, Menu } from 'electron'

const url = app.commandLine.getSwitchValue('panel')

async function openWindow() {
  await app.whenReady()
  Menu.setApplicationMenu(null)
  const window = new BrowserWindow({
    width: 760,
    height: 900,
    title: '模拟设备',
    backgroundColor: '#F6F3EC',
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  })
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  window.webContents.on('will-navigate', (event) => event.preventDefault())
  await window.loadURL(url)
}

app.on('window-all-closed', () => app.quit())
// Not awaited here: Electron becomes ready only when this module has been loaded.
openWindow().catch((error) => {
  console.error(error)
  app.exit(1)
})
