import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'
import { paperChannels, type PaperReady, paperReadySchema, type PaperSheet } from '#shell/contract'
import { appOrigin } from './app-protocol.ts'
import { MainError } from './main-error.ts'

const timeLimitMs = 20_000

/** A sheet as a file for the printer. */
export interface RenderedPaper extends PaperReady {
  readonly pdf: Uint8Array
}

/** The foot of each page. It is set in the system's font: the page's own do not reach here. */
function footOf({ title, reference }: PaperSheet): string {
  const style =
    'width:100%;padding:0 16mm;font:8pt sans-serif;color:#333;display:flex;justify-content:space-between'
  const pages = '第 <span class="pageNumber"></span> 页，共 <span class="totalPages"></span> 页'
  return `<div style="${style}"><span>${title} ${reference ?? ''}</span><span>${pages}</span></div>`
}

/**
 * Draws sheets as PDF in a window that nobody sees: sandboxed, with no way out but two channels of its own, one sheet a
 * window, so that nothing of one citizen's is left for the next.
 */
export class PaperRenderer {
  #last: Promise<unknown> = Promise.resolve()

  /** One after another. @throws MainError `paper.not-drawn` */
  render(sheet: PaperSheet): Promise<RenderedPaper> {
    const turn = this.#last.then(() => draw(sheet))
    this.#last = turn.catch(() => undefined)
    return turn
  }
}

async function draw(sheet: PaperSheet): Promise<RenderedPaper> {
  const window = new BrowserWindow({
    show: false,
    width: 794,
    height: 1123,
    webPreferences: {
      preload: join(app.getAppPath(), 'out/app/paper-preload/paper-preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      backgroundThrottling: false,
      devTools: false,
    },
  })
  try {
    const { missing } = await drawn(window, sheet)
    const pdf = await window.webContents.printToPDF({
      pageSize: 'A4',
      preferCSSPageSize: true,
      printBackground: true,
      generateTaggedPDF: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: footOf(sheet),
    })
    return { pdf: Uint8Array.from(pdf), missing }
  } catch (error) {
    if (error instanceof MainError) throw error
    throw new MainError('paper.not-drawn', 'the sheet was not drawn', { cause: error })
  } finally {
    window.destroy()
  }
}

/** Loads the page, hands it the sheet, and waits until it says that all is drawn. */
function drawn(window: BrowserWindow, sheet: PaperSheet): Promise<PaperReady> {
  const { webContents } = window
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer)
      reject(new MainError('paper.not-drawn', why))
    }
    const timer = setTimeout(() => fail('the page for sheets took too long'), timeLimitMs)
    webContents.once('render-process-gone', (_event, { reason }) =>
      fail(`the page for sheets is gone: ${reason}`),
    )
    webContents.once('preload-error', () => fail('the page for sheets has no bridge'))
    webContents.ipc.handleOnce(paperChannels.sheet, () => sheet)
    webContents.ipc.once(paperChannels.ready, (_event, told: unknown) => {
      const ready = paperReadySchema.safeParse(told)
      if (!ready.success) return fail('the page for sheets said something else')
      clearTimeout(timer)
      resolve(ready.data)
    })
    window.loadURL(`${appOrigin}/paper.html`).catch(() => fail('the page for sheets did not load'))
  })
}
