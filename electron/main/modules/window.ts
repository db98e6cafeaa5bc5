import { join } from 'node:path'
import { app, BrowserWindow, type WebContents } from 'electron'
import { noFileChoosing } from '#shell/contract'
import { appOrigin, isOwnUrl, nowhere } from './app-protocol.ts'
import { isBrowserShortcut } from './browser-shortcuts.ts'
import type { Log } from './log.ts'

const home = `${appOrigin}/index.html`
/** What a kiosk shows while its page does not know yet that it is one. */
const kioskHome = `${home}#/attract`

/** What the terminal's window is opened with. */
export interface WindowOptions {
  readonly log: Log
  /** 自助终端: fills the screen, has no frame and is not closed by anybody in front of it. */
  readonly kiosk: boolean
  /** Another page than before is about to be shown: at the start, when it is loaded again, after it died. */
  readonly onLoading: () => void
}

/** Sandboxed, isolated, and it comes back by itself when its page dies. */
function openWindow({ log, kiosk, onLoading }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    minWidth: 1024,
    minHeight: 600,
    show: false,
    backgroundColor: '#F6F3EC',
    title: '一窗',
    ...(kiosk ? { kiosk: true, frame: false, minimizable: false, closable: false } : {}),
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
      // Files come by the page's own input elements; these choosers could write as well.
      disableBlinkFeatures: 'FileSystemAccessLocal',
      devTools: !app.isPackaged && !kiosk,
      additionalArguments: kiosk ? [noFileChoosing] : [],
    },
  })
  window.removeMenu()
  window.once('ready-to-show', () => window.show())
  window.webContents.on('before-input-event', (event, input) => {
    if (input.type === 'keyDown' && isBrowserShortcut(input)) event.preventDefault()
  })
  window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) onLoading()
  })
  window.webContents.on('render-process-gone', (_event, details) => {
    log.write('page.gone', { reason: details.reason, exitCode: details.exitCode })
    if (details.reason !== 'clean-exit') window.webContents.reload()
  })
  // An empty page is let through without a question; a terminal that shows one would be of no use to anybody.
  window.webContents.on('did-navigate', (_event, url) => {
    if (isOwnUrl(url)) return
    if (url !== nowhere) log.write('window.brought-back')
    void window.loadURL(kiosk ? kioskHome : home)
  })
  void window.loadURL(kiosk ? kioskHome : home)
  return window
}

/**
 * The terminal's one window. At a kiosk there is one until the program as a whole is told to end, as the system does when
 * it shuts down: nobody in front of it closes it, and what a script closes is opened again.
 */
export class TerminalWindow {
  readonly #options: WindowOptions
  #window: BrowserWindow | null = null
  #isLeaving = false

  constructor(options: WindowOptions) {
    this.#options = options
    app.once('before-quit', () => {
      this.#isLeaving = true
    })
    app.on('window-all-closed', () => {
      if (!this.#stays) app.quit()
    })
  }

  /** What the window shows; null while there is none. */
  get contents(): WebContents | null {
    return this.#window?.webContents ?? null
  }

  open(): void {
    const window = openWindow(this.#options)
    this.#window = window
    window.on('close', (event) => {
      if (this.#stays) event.preventDefault()
    })
    window.on('closed', () => {
      this.#window = null
      if (this.#stays) this.open()
    })
  }

  /**
   * Shows the first screen anew, in another process: what the page and its workers had in memory goes back to the system with the
   * process that held it.
   */
  renew(): void {
    void this.contents?.loadURL(nowhere).catch(() => undefined)
  }

  focus(): void {
    this.#window?.focus()
  }

  get #stays(): boolean {
    return this.#options.kiosk && !this.#isLeaving
  }
}
