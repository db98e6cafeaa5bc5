import { join } from 'node:path'
import { app, BrowserWindow, type Event, type Input } from 'electron'
import { appOrigin } from './app-protocol.ts'
import type { Log } from './log.ts'

/** Shortcuts of the browser inside that a terminal must not have: reload, zoom by accident, developer tools, print. */
function isBrowserShortcut(input: Input): boolean {
  const key = input.key.toLowerCase()
  const command = input.control || input.meta
  if (command && ['r', 'p', 's', 'u', 'w', 'o', 'n', 't', 'j', 'h', '+', '-', '=', '0'].includes(key))
    return true
  if (command && input.shift && ['i', 'c', 'j', 'r'].includes(key)) return true
  return key === 'f5' || key === 'f12' || (input.alt && ['arrowleft', 'arrowright', 'home'].includes(key))
}

/** The terminal's one window. Sandboxed, isolated, and it comes back by itself when its page dies. */
export function openWindow(log: Log): BrowserWindow {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    minWidth: 1024,
    minHeight: 600,
    show: false,
    backgroundColor: '#F6F3EC',
    title: '一窗',
    webPreferences: {
      preload: join(app.getAppPath(), 'out/app/preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      backgroundThrottling: false,
      navigateOnDragDrop: false,
      devTools: !app.isPackaged,
    },
  })
  window.removeMenu()
  window.once('ready-to-show', () => window.show())
  window.webContents.on('before-input-event', (event: Event, input: Input) => {
    if (input.type === 'keyDown' && isBrowserShortcut(input)) event.preventDefault()
  })
  window.webContents.on('render-process-gone', (_event, details) => {
    log.write('page.gone', { reason: details.reason, exitCode: details.exitCode })
    if (details.reason !== 'clean-exit') window.webContents.reload()
  })
  void window.loadURL(`${appOrigin}/index.html`)
  return window
}
