import { join } from 'node:path'
import { app, type BrowserWindow, type WebContents } from 'electron'
import { openGate } from './ipc/gate.ts'
import { registerAppScheme, serveApp } from './modules/app-protocol.ts'
import { lockDown } from './modules/lockdown.ts'
import { Log } from './modules/log.ts'
import { openWindow } from './modules/window.ts'
import type { Terminal } from './terminal.ts'

const configSwitch = 'config'
const ballastDelayMs = 60_000
/** A page that has not called by then will not; what is wrong with the configuration must be told all the same. */
const callPatienceMs = 5_000

async function start(): Promise<void> {
  const profile = app.getPath('userData')
  const log = new Log(join(profile, 'logs'))
  log.write('terminal.starting', { version: app.getVersion(), electron: process.versions.electron })
  await app.whenReady()
  lockDown(log)

  let window: BrowserWindow | null = null
  const page = (): WebContents | null => window?.webContents ?? null
  const configPath = app.commandLine.getSwitchValue(configSwitch) || join(profile, 'terminal.yaml')
  let opening: Promise<Terminal> | undefined
  // Not before the page calls: schemas, keys and drivers load when the first screen stands, and until then this process is
  // free to hand it its files and frames.
  const opened = (): Promise<Terminal> =>
    (opening ??= import('./terminal.ts').then((terminal) =>
      terminal.openTerminal({ profile, configPath, log, page }),
    ))
  const called = new Promise<void>((resolve) => {
    openGate(
      () => {
        resolve()
        return opened().then(({ answer }) => answer)
      },
      page,
      log,
    )
    setTimeout(resolve, callPatienceMs)
  })
  serveApp(join(app.getAppPath(), 'out/app/renderer'))
  window = openWindow(log)
  window.on('closed', () => {
    window = null
  })
  app.on('second-instance', () => window?.focus())

  await called
  const { devices, keepBallast } = await opened()
  app.on('will-quit', () => devices.stop())
  // 64 MiB of writing can wait until people are at work.
  setTimeout(() => void keepBallast().catch(() => log.write('storage.ballast-failed')), ballastDelayMs)
}

registerAppScheme()
// Root on a build machine has to say --no-sandbox; enabling it all the same would end every child process.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
if (app.requestSingleInstanceLock()) {
  app.on('window-all-closed', () => app.quit())
  start().catch(async (error: unknown) => (await import('./give-up.ts')).giveUp(error))
} else {
  process.stderr.write('一窗已经在这台机器上运行。\n')
  app.exit(0)
}
