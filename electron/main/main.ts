import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import { openGate } from './ipc/gate.ts'
import { handlersOf } from './ipc/handlers.ts'
import { registerAppScheme, serveApp } from './modules/app-protocol.ts'
import { ConfigError, loadConfig } from './modules/config-file.ts'
import { DeviceHostProcess } from './modules/device-host-process.ts'
import { HubLink } from './modules/hub-link.ts'
import { openKeyCustody } from './modules/key-custody.ts'
import { lockDown } from './modules/lockdown.ts'
import { Log } from './modules/log.ts'
import { MainError } from './modules/main-error.ts'
import { Operators } from './modules/operators.ts'
import { PacketStore } from './modules/packet-store.ts'
import { PaperRenderer } from './modules/paper-renderer.ts'
import { ReceiptSequence } from './modules/receipt-sequence.ts'
import { keepBallast } from './modules/storage-guard.ts'
import { systemKeyStore } from './modules/system-key-store.ts'
import { restartOnce } from './modules/restart.ts'
import { openIdentity } from './modules/terminal-identity.ts'
import { openWindow } from './modules/window.ts'

const configSwitch = 'config'
const ballastDelayMs = 60_000

/** Ends the program with a sentence for the technician, on the console and, where there is a screen, in a box. */
function giveUp(error: unknown): never {
  const known = error instanceof ConfigError || error instanceof MainError
  const text = known ? error.message : `程序没有启动成功：${error instanceof Error ? error.name : '原因不明'}`
  process.stderr.write(`${text}\n`)
  if (process.env.CI === undefined) dialog.showErrorBox('一窗没有启动', text)
  app.exit(1)
  throw error
}

async function start(): Promise<void> {
  const profile = app.getPath('userData')
  const keysFolder = join(profile, 'keys')
  await mkdir(keysFolder, { recursive: true, mode: 0o700 })
  const log = new Log(join(profile, 'logs'))
  log.write('terminal.starting', { version: app.getVersion(), electron: process.versions.electron })

  const configPath = app.commandLine.getSwitchValue(configSwitch) || join(profile, 'terminal.yaml')
  const config = await loadConfig(configPath)
  await app.whenReady()
  lockDown(log)
  serveApp(join(app.getAppPath(), 'out/app/renderer'))

  const keys = await openKeyCustody(config.terminal.keys, keysFolder, config.folder, systemKeyStore())
  const identity = await openIdentity(keysFolder, keys)
  const place = { siteCode: config.terminal.site.code, terminalId: config.terminal.terminal.id }
  const packets = new PacketStore(join(profile, 'packets'), place, identity)
  const sequence = new ReceiptSequence(join(profile, 'sequence.json'), place, packets)
  const hub = new HubLink(config.terminal, identity)

  let window: BrowserWindow | null = null
  const devices = new DeviceHostProcess(config.terminal, profile, log, (event) =>
    window?.webContents.send('devices:event', event),
  )
  const operators = new Operators(config.operators)
  const handlers = handlersOf({
    config,
    keys,
    operators,
    sequence,
    packets,
    hub,
    devices,
    paper: new PaperRenderer(),
    profile,
    restart: (reason) => restartOnce(reason, log),
  })
  openGate(handlers, () => window?.webContents ?? null, log)

  devices.start()
  window = openWindow(log)
  window.on('closed', () => {
    window = null
  })
  app.on('second-instance', () => window?.focus())
  app.on('will-quit', () => devices.stop())
  // 64 MiB of writing can wait until people are at work.
  setTimeout(() => void keepBallast(profile).catch(() => log.write('storage.ballast-failed')), ballastDelayMs)
}

registerAppScheme()
// Root on a build machine has to say --no-sandbox; enabling it all the same would end every child process.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
if (app.requestSingleInstanceLock()) {
  app.on('window-all-closed', () => app.quit())
  start().catch(giveUp)
} else {
  process.stderr.write('一窗已经在这台机器上运行。\n')
  app.exit(0)
}
