// A plain Electron around the peers' page: what it has of its own is one durable file an intake.
import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { app, BrowserWindow, ipcMain } from 'electron'

const folder = join(app.getPath('userData'), 'files')

async function syncFolder(): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync()
  await handle.close()
}

async function writeFile(name: string, chunks: readonly Uint8Array[]): Promise<void> {
  const path = join(folder, name)
  const handle = await open(`${path}.new`, 'w')
  await handle.writev([...chunks])
  await handle.sync()
  await handle.close()
  await rename(`${path}.new`, path)
  await syncFolder()
}

async function start(): Promise<void> {
  await mkdir(folder, { recursive: true })
  await app.whenReady()
  ipcMain.handle('file', (_event, name: string, chunks: readonly Uint8Array[]) => writeFile(name, chunks))
  const window = new BrowserWindow({
    show: true,
    webPreferences: {
      preload: join(app.getAppPath(), 'peer-preload.cjs'),
      // The peers ask a server of another origin, and the page is a file.
      webSecurity: false,
    },
  })
  await window.loadFile(join(app.getAppPath(), 'page/index.html'))
}

void start()
