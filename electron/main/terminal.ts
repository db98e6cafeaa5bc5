import { join } from 'node:path'
import { app, type WebContents } from 'electron'
import { answeredBy } from './ipc/answer.ts'
import type { Answer } from './ipc/gate.ts'
import { handlersOf } from './ipc/handlers.ts'
import { watched } from './ipc/watched.ts'
import { ConfigError, loadConfig } from './modules/config-file.ts'
import { collectGarbage } from './modules/collect-garbage.ts'
import { DeviceHostProcess } from './modules/device-host-process.ts'
import { makeFolder } from './modules/durable-file.ts'
import { HubLink } from './modules/hub-link.ts'
import { openKeyCustody } from './modules/key-custody.ts'
import { KeyRotation } from './modules/key-rotation.ts'
import type { Log } from './modules/log.ts'
import { OperatorSession } from './modules/operator-session.ts'
import { Lockouts } from './modules/lockouts.ts'
import { Operators } from './modules/operators.ts'
import { PacketStore } from './modules/packet-store.ts'
import { PasswordChecks } from './modules/password-checks.ts'
import { PaperRenderer } from './modules/paper-renderer.ts'
import { ReceiptSequence } from './modules/receipt-sequence.ts'
import { restartOnce } from './modules/restart.ts'
import { keepBallast } from './modules/storage-guard.ts'
import { systemKeyStore } from './modules/system-key-store.ts'
import { openIdentity, rewrapIdentity } from './modules/terminal-identity.ts'
import { TerminalRecord } from './modules/terminal-record.ts'
import { markForWiping } from './modules/wipe.ts'

/** The devices are waked by the page; should it never ask for them, they are there all the same. */
const devicesDelayMs = 10_000
/** Of the settings' digest, for the record: enough to see that they are others. */
const settingsDigits = 16
/** The page is told that it was done before the program ends. */
const answerDelayMs = 200
/** A terminal that is never switched off looks so often whether its key has become old. */
const keyAgeEveryMs = 3_600_000

/** What stands behind the gate. */
export interface Terminal {
  readonly answer: Answer
  readonly devices: Pick<DeviceHostProcess, 'stop'>
  readonly session: OperatorSession
  keepBallast(): Promise<void>
}

/**
 * Opens everything behind the gate: configuration, keys, packets, the line to the hub, the devices' process.
 * @param given.kiosk how the window was opened
 * @param given.page the terminal's own page, while there is one
 * @throws ConfigError or MainError, in words for the technician
 */
export async function openTerminal(given: {
  readonly profile: string
  readonly configPath: string
  readonly kiosk: boolean
  readonly log: Log
  readonly page: () => WebContents | null
  /** Shows the page anew in another process. */
  readonly renew: () => void
}): Promise<Terminal> {
  const { profile, configPath, kiosk, log, page, renew: showAnew } = given
  const keysFolder = join(profile, 'keys')
  await makeFolder(keysFolder)
  const config = await loadConfig(configPath)
  if ((config.terminal.mode === 'kiosk') !== kiosk)
    throw new ConfigError('terminal.yaml', ['mode：请单独写成一行，例如 mode: kiosk'])

  const keys = await openKeyCustody(config.terminal.keys, keysFolder, config.folder, systemKeyStore())
  const identity = await openIdentity(keysFolder, keys)
  const rotation = await KeyRotation.open({ folder: keysFolder, keys, rules: config.terminal.keys })
  // What a rotation may have left under an earlier root; until it succeeds that root stays.
  await rewrapIdentity(keysFolder, keys).catch(() => log.write('keys.not-rewrapped'))
  const place = { siteCode: config.terminal.site.code, terminalId: config.terminal.terminal.id }
  const packets = new PacketStore(join(profile, 'packets'), place, identity)
  const sequence = new ReceiptSequence(join(profile, 'sequence.json'), place, packets)
  const software = `Yichuang/${app.getVersion()}`
  const hub = new HubLink(config.terminal, identity, { software, authority: config.hubAuthority })
  const devices = new DeviceHostProcess(config.terminal, profile, log, (event) =>
    page()?.send('devices:event', event),
  )
  const record = await TerminalRecord.open({
    profile,
    terminal: `${place.siteCode}/${place.terminalId}`,
    identity,
  })
  const started = `${app.getVersion()} ${config.digest.slice(0, settingsDigits)}`
  await record
    .write({ action: 'started', operatorId: null, detail: started })
    .catch(() => log.write('record.not-written', { channel: 'start' }))
  const rotateIfDue = async (): Promise<boolean> => {
    if (!rotation.isDue) return false
    await rotation.rotate()
    const detail = keys.keyId
    await record.write({ action: 'keys-rotated', operatorId: null, detail }).catch(() => undefined)
    return true
  }
  await rotateIfDue().catch(() => log.write('keys.not-rotated'))
  const lockouts = await Lockouts.open(join(keysFolder, 'lockouts.json'))
  const passwords = new PasswordChecks(new Operators(config.operators, lockouts), record)
  const session = new OperatorSession()
  const paper = new PaperRenderer()
  const restart = (reason: string): boolean => restartOnce(reason, log)
  const quit = (): void => {
    log.write('terminal.left')
    // The answer is on its way to the page, and the line on its way to the disk, first.
    void log.flush().then(() => setImmediate(() => app.quit()))
  }
  const renew = (): void => {
    showAnew()
    void devices.renew().then(collectGarbage)
  }
  const wipe = async (): Promise<void> => {
    await markForWiping(profile)
    app.relaunch()
    setTimeout(quit, answerDelayMs)
  }
  setInterval(() => {
    // Somebody who works has the page's keys of now, and drafts on the screen.
    if (session.operator !== null) return
    rotateIfDue().then(
      (rotated) => {
        if (rotated) showAnew()
      },
      () => log.write('keys.not-rotated'),
    )
  }, keyAgeEveryMs)
  const services = { session, sequence, packets, hub, devices, paper }
  const actions = { restart, quit, renew, reload: showAnew, wipe }
  const parts = { config, keys, rotation, passwords, record, ...services, profile, ...actions }
  const handlers = handlersOf(parts)
  setTimeout(() => devices.wake(), devicesDelayMs)
  return {
    answer: answeredBy(watched(handlers, { session, record, log }), log),
    devices,
    session,
    keepBallast: () => keepBallast(profile).then(() => undefined),
  }
}
