import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app, type WebContents } from 'electron'
import { openGate } from './ipc/gate.ts'
import { registerAppScheme, serveApp } from './modules/app-protocol.ts'
import { refusedSwitch } from './modules/command-line.ts'
import { looksLikeKiosk } from './modules/kiosk-mode.ts'
import { closePageNetwork, lockDown } from './modules/lockdown.ts'
import { Log } from './modules/log.ts'
import { Opening } from './modules/opening.ts'
import { giveBallastBack } from './modules/storage-guard.ts'
import { TerminalWindow } from './modules/window.ts'
import { finishWiping } from './modules/wipe.ts'
import type { Terminal } from './terminal.ts'

const configSwitch = 'config'
const ballastDelayMs = 60_000
/** A page that has not called by then will not; what is wrong with the configuration must be told all the same. */
const callPatienceMs = 5_000

async function start(): Promise<void> {
  const profile = app.getPath('userData')
  const log = new Log(join(profile, 'logs'))
  log.write('terminal.starting', { version: app.getVersion(), electron: process.versions.electron })
  if (await finishWiping(profile)) log.write('terminal.wiped')
  await app.whenReady()
  lockDown(log)

  const configPath = app.commandLine.getSwitchValue(configSwitch) || join(profile, 'terminal.yaml')
  const kiosk = await looksLikeKiosk(configPath)
  const endSession = (): void =>
    void opening.current?.then(
      ({ session }) => session.end(),
      () => undefined,
    )
  const window = new TerminalWindow({ log, kiosk, onLoading: endSession })
  const page = (): WebContents | null => window.contents
  // After the answer to the page that asks for it.
  const renew = (): void => void setImmediate(() => window.renew())
  // Not before the page calls: schemas, keys and drivers load when the first screen stands, and until then this process is
  // free to hand it its files and frames.
  const opening = new Opening<Terminal>(
    async () =>
      existsSync(configPath)
        ? (await import('./terminal.ts')).openTerminal({ profile, configPath, kiosk, log, page, renew })
        : (await import('./setup.ts')).openSetup({ profile, configPath, log, page }),
    async () => {
      log.write('storage.full-at-start')
      await giveBallastBack(profile)
    },
  )
  const called = new Promise<void>((resolve) => {
    openGate(
      () => {
        resolve()
        return opening.once().then(({ answer }) => answer)
      },
      page,
      log,
    )
    setTimeout(resolve, callPatienceMs)
  })
  serveApp(join(app.getAppPath(), 'out/app/renderer'))
  window.open()
  app.on('second-instance', () => window.focus())

  await called
  const { devices, keepBallast } = await opening.whenThereIsRoom()
  app.on('will-quit', () => devices.stop())
  // 64 MiB of writing can wait until people are at work.
  setTimeout(() => void keepBallast().catch(() => log.write('storage.ballast-failed')), ballastDelayMs)
}

registerAppScheme()
closePageNetwork()
// Root on a build machine has to say --no-sandbox; enabling it all the same would end every child process.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
const tooOpen = app.isPackaged ? refusedSwitch((name) => app.commandLine.hasSwitch(name)) : null
if (tooOpen !== null) {
  process.stderr.write(`一窗不接受启动参数 --${tooOpen}。\n`)
  app.exit(1)
} else if (app.requestSingleInstanceLock()) {
  start().catch(async (error: unknown) => (await import('./give-up.ts')).giveUp(error))
} else {
  process.stderr.write('一窗已经在这台机器上运行。\n')
  app.exit(0)
}
