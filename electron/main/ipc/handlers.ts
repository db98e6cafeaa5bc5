import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { app, clipboard } from 'electron'
import { firstThemesOf, may, ShellError, valueOf } from '#shell/contract'
import { stringify } from 'yaml'
import { carryOut } from '../modules/carry-out.ts'
import type { LoadedConfig } from '../modules/config-file.ts'
import type { DeviceHostProcess } from '../modules/device-host-process.ts'
import { saveSupportFile, supportDocument } from '../modules/device-support.ts'
import type { HubLink } from '../modules/hub-link.ts'
import type { KeyCustody } from '../modules/key-custody.ts'
import type { KeyRotation } from '../modules/key-rotation.ts'
import { MainError } from '../modules/main-error.ts'
import type { OperatorSession } from '../modules/operator-session.ts'
import type { PacketStore } from '../modules/packet-store.ts'
import type { ReceiptSequence } from '../modules/receipt-sequence.ts'
import type { PaperRenderer } from '../modules/paper-renderer.ts'
import type { PasswordChecks } from '../modules/password-checks.ts'
import { resealRow } from '../modules/reseal-row.ts'
import { saveRecord } from '../modules/save-record.ts'
import { sessionOf } from '../modules/session-keys.ts'
import { storageStatus } from '../modules/storage-guard.ts'
import type { TerminalRecord } from '../modules/terminal-record.ts'
import { demandKiosk, visitor } from '../modules/visit.ts'
import type { Handlers } from './answer.ts'

/** What the handlers act on; made once by `main.ts`. */
export interface Parts {
  readonly config: LoadedConfig
  readonly keys: KeyCustody
  readonly rotation: KeyRotation
  readonly passwords: PasswordChecks
  readonly record: TerminalRecord
  readonly session: OperatorSession
  readonly sequence: ReceiptSequence
  readonly packets: PacketStore
  readonly hub: HubLink
  readonly devices: DeviceHostProcess
  readonly paper: PaperRenderer
  readonly profile: string
  /** @returns false when the program was started only just now. */
  readonly restart: (reason: string) => boolean
  /** Ends the program for good. */
  readonly quit: () => void
  /** Shows the first screen anew in another process. */
  readonly renew: () => void
  /** Shows the page anew, which asks for its keys anew. */
  readonly reload: () => void
  /** Has the profile emptied, and starts anew. */
  readonly wipe: () => Promise<void>
}

function setUp(): never {
  throw new MainError('setup.over', 'there is a terminal.yaml')
}

/** The channel map's other half: each call as one line of what it does. Who may is asked before (`watched.ts`). */
export function handlersOf(parts: Parts): Handlers {
  const { config, keys, passwords, record, session, sequence, packets, hub, devices, paper, profile } = parts
  const { rotation, restart, quit, renew, reload, wipe } = parts
  return {
    'terminal:info': () => ({
      version: app.getVersion(),
      mode: config.terminal.mode,
      site: config.terminal.site,
      terminalId: config.terminal.terminal.id,
      themes: config.terminal.themes,
      profile: config.terminal.profile,
      firstThemes: firstThemesOf(config.terminal),
      demonstration: config.terminal.demonstration,
      keyCustody: keys.custody,
      pollSeconds: config.terminal.hub.pollSeconds,
      scanKilobytesPerSecond: config.terminal.hub.scanKilobytesPerSecond ?? null,
      scanHours: config.terminal.hub.scanHours ?? [],
      pageTargetBytes: config.terminal.pages.targetKilobytes * 1_024,
      kiosk: config.terminal.kiosk,
      lockSeconds: config.terminal.lock.idleSeconds,
      retentionDays: config.terminal.retention.deliveredDays,
      hubKey: config.terminal.hub.encryptionKey,
    }),
    'terminal:restart': ({ reason }) => ({ restarting: restart(reason) }),
    'terminal:wipe': async ({ second }) => {
      await passwords.confirm(session.demandOperator(), second, 'wipe')
      const waiting = (await packets.list()).filter(({ acknowledged }) => !acknowledged)
      if (waiting.length > 0) throw new MainError('wipe.undelivered', `${waiting.length} are not delivered`)
      await record.write({ action: 'wiped', operatorId: session.demandOperator().id })
      session.end()
      await wipe()
      return undefined
    },
    'terminal:renew': () => {
      demandKiosk(config)
      if (session.operator !== null) throw new MainError('session.still-on', 'the visit has not ended')
      renew()
      return undefined
    },
    'session:sign-in': async ({ operatorId, password }) => {
      const { showing } = session
      const operator = await passwords.check(operatorId, password)
      session.begin(operator, showing)
      return sessionOf(keys, operator)
    },
    'session:sign-out': async () => {
      const { operator, isVisit } = session
      if (isVisit) clipboard.clear()
      session.end()
      const action = isVisit ? 'visit-ended' : 'sign-out'
      if (operator !== null) await record.write({ action, operatorId: operator.id }).catch(() => undefined)
      return undefined
    },
    'session:lock': async () => {
      const { operator, isVisit } = session
      if (isVisit) throw new MainError('session.no-right', 'a visit is ended, not locked')
      session.end()
      if (operator !== null)
        await record.write({ action: 'locked', operatorId: operator.id }).catch(() => undefined)
      return undefined
    },
    'session:hand-over': async ({ second, counts }) => {
      const { showing } = session
      const first = session.demandOperator()
      const next = await passwords.confirm(first, second, 'hand-over')
      const told = Object.entries(counts).map(([name, n]) => `${name} ${String(n)}`)
      const detail = `${next.id} ${told.join(' ')}`
      // Without a line in the record it is not handed over.
      await record.write({ action: 'handed-over', operatorId: first.id, detail })
      session.begin(next, showing)
      return sessionOf(keys, next)
    },
    'session:begin-visit': () => {
      demandKiosk(config)
      const operator = visitor()
      session.begin(operator, session.showing)
      return { operator, draftKey: new Uint8Array(randomBytes(32)), keyId: '', earlierDraftKeys: [] }
    },
    'terminal:leave': async ({ operatorId, password }) => {
      demandKiosk(config)
      const { role } = await passwords.check(operatorId, password)
      if (!may(role, 'technical')) throw new MainError('session.not-technician', `not for the role ${role}`)
      quit()
      return undefined
    },
    'keys:store': () => ({
      keyId: keys.keyId,
      storeKey: keys.derive('store'),
      packetKey: keys.derive('packet'),
      searchKey: keys.derive('search'),
      earlier: keys.earlier.map(({ keyId, derive }) => ({
        keyId,
        storeKey: derive('store'),
        searchKey: derive('search'),
      })),
      packetKeys: rotation.packetKeys,
    }),
    'keys:state': () => rotation.state,
    'keys:rotate': async ({ second }) => {
      await passwords.confirm(session.demandOperator(), second, 'rotate')
      await rotation.rotate()
      reload()
      return { keyId: keys.keyId }
    },
    'keys:reseal': (row) => resealRow(keys, row),
    'keys:settle': async ({ keyId }) => ({ forgotten: await rotation.settle(keyId) }),
    'packets:reserve-number': ({ intakeId }) => sequence.reserve(intakeId),
    'packets:write': async ({ intakeId, headerBytes, parts: sealed }) => {
      if (!(await storageStatus(profile)).intakeAllowed) {
        throw new MainError('storage.disk-low', 'the disk is below its low-water mark')
      }
      const { receiptNumber } = await sequence.reserve(intakeId)
      const written = await packets.write({ intakeId, receiptNumber, headerBytes, parts: sealed })
      await sequence.settle(intakeId)
      return written
    },
    'packets:list': () => packets.list(),
    'packets:read': ({ intakeId }) => packets.read(intakeId),
    'packets:discard': async ({ intakeId }) => {
      await packets.discard(intakeId)
      return undefined
    },
    'packets:expire': async ({ intakeIds }) => {
      const days = config.terminal.retention.deliveredDays
      return { gone: await packets.expire(intakeIds, new Date(Date.now() - days * 86_400_000)) }
    },
    'packets:carry-out': async ({ second }) => {
      await passwords.confirm(session.demandOperator(), second, 'carry-out')
      return carryOut(join(profile, 'packets'))
    },
    'packets:acknowledge': async ({ intakeId, packetHash }) => {
      await packets.acknowledge(intakeId, packetHash)
      return undefined
    },
    'hub:send': (request) => hub.send(request),
    'hub:send-part': async ({ intakeId, partId, ...request }) =>
      hub.sendPart({ ...request, body: await packets.readPart(intakeId, partId) }),
    'hub:send-packet': async ({ intakeId, ...request }) =>
      hub.send({
        ...request,
        method: 'PUT',
        contentType: 'application/octet-stream',
        body: await packets.read(intakeId),
      }),
    'hub:cancel': ({ requestId }) => {
      hub.cancel(requestId)
      return undefined
    },
    'devices:snapshots': () => {
      devices.wake()
      return devices.snapshots()
    },
    'devices:invoke': async (invocation) => {
      const result = await devices.invoke(invocation)
      if (!result.ok) throw new ShellError(result.error)
      return valueOf(result)
    },
    'devices:cancel': ({ requestId }) => {
      devices.cancel(requestId)
      return undefined
    },
    'devices:reconnect': ({ deviceId }) => {
      if (devices.isSetAside(deviceId)) session.demandRight('technical')
      devices.reconnect(deviceId)
      return undefined
    },
    'devices:reports': () => devices.reports(),
    'devices:proposals': async () => {
      const found = await devices.proposals()
      return found.map((proposal) => ({
        ...proposal,
        lines: proposal.entry === null ? null : stringify([proposal.entry]),
      }))
    },
    'devices:export': async () => {
      const { mode, site, terminal } = config.terminal
      const origin = { siteCode: site.code, terminalId: terminal.id, mode }
      const document = supportDocument(origin, await devices.reports(), devices.endings)
      return { saved: await saveSupportFile(document, terminal.id) }
    },
    'record:export': async () => ({
      saved: await saveRecord(await record.document(), config.terminal.terminal.id),
    }),
    'paper:render': (sheet) => paper.render(sheet),
    'storage:status': () => storageStatus(profile),
    'setup:state': setUp,
    'setup:hub': setUp,
    'setup:use-devices': setUp,
    'setup:finish': setUp,
  }
}
