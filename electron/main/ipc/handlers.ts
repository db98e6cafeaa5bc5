import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { app, clipboard } from 'electron'
import { ShellError, technicalRoles, valueOf } from '#shell/contract'
import { stringify } from 'yaml'
import { carryOut } from '../modules/carry-out.ts'
import type { LoadedConfig } from '../modules/config-file.ts'
import type { DeviceHostProcess } from '../modules/device-host-process.ts'
import { saveSupportFile, supportDocument } from '../modules/device-support.ts'
import type { HubLink } from '../modules/hub-link.ts'
import type { KeyCustody } from '../modules/key-custody.ts'
import { MainError } from '../modules/main-error.ts'
import type { OperatorSession } from '../modules/operator-session.ts'
import type { Operators } from '../modules/operators.ts'
import type { PacketStore } from '../modules/packet-store.ts'
import type { ReceiptSequence } from '../modules/receipt-sequence.ts'
import type { PaperRenderer } from '../modules/paper-renderer.ts'
import { storageStatus } from '../modules/storage-guard.ts'
import { demandKiosk, visitor } from '../modules/visit.ts'
import type { Handlers } from './answer.ts'

/** What the handlers act on; made once by `main.ts`. */
export interface Parts {
  readonly config: LoadedConfig
  readonly keys: KeyCustody
  readonly operators: Operators
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
}

/** The channel map's other half: each call as one line of what it does. */
export function handlersOf(parts: Parts): Handlers {
  const { config, keys, operators, session, sequence, packets, hub, devices, paper, profile, restart, quit } =
    parts
  return {
    'terminal:info': () => ({
      version: app.getVersion(),
      mode: config.terminal.mode,
      site: config.terminal.site,
      terminalId: config.terminal.terminal.id,
      themes: config.terminal.themes,
      demonstration: config.terminal.demonstration,
      keyCustody: keys.custody,
      pollSeconds: config.terminal.hub.pollSeconds,
      pageTargetBytes: config.terminal.pages.targetKilobytes * 1_024,
      kiosk: config.terminal.kiosk,
      retentionDays: config.terminal.retention.deliveredDays,
      hubKey: config.terminal.hub.encryptionKey,
    }),
    'terminal:restart': ({ reason }) => ({ restarting: restart(reason) }),
    'session:sign-in': async ({ operatorId, password }) => {
      const { showing } = session
      const operator = await operators.check(operatorId, password)
      session.begin(operator, showing)
      return { operator, draftKey: keys.derive(`draft/${operator.id}`) }
    },
    'session:sign-out': () => {
      if (session.isVisit) clipboard.clear()
      session.end()
      return undefined
    },
    'session:begin-visit': () => {
      demandKiosk(config)
      const operator = visitor()
      session.begin(operator, session.showing)
      return { operator, draftKey: new Uint8Array(randomBytes(32)) }
    },
    'terminal:leave': async ({ operatorId, password }) => {
      demandKiosk(config)
      const { role } = await operators.check(operatorId, password)
      if (!technicalRoles.includes(role))
        throw new MainError('session.not-technician', `not for the role ${role}`)
      quit()
      return undefined
    },
    'keys:store': () => ({
      keyId: keys.keyId,
      storeKey: keys.derive('store'),
      packetKey: keys.derive('packet'),
    }),
    'packets:reserve-number': ({ intakeId }) => {
      session.demandOperator()
      return sequence.reserve(intakeId)
    },
    'packets:write': async ({ intakeId, headerBytes, parts: sealed }) => {
      session.demandOperator()
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
      session.demandOperator()
      await packets.discard(intakeId)
      return undefined
    },
    'packets:expire': async ({ intakeIds }) => {
      const days = config.terminal.retention.deliveredDays
      return { gone: await packets.expire(intakeIds, new Date(Date.now() - days * 86_400_000)) }
    },
    'packets:carry-out': () => {
      session.demandStaff()
      return carryOut(join(profile, 'packets'))
    },
    'packets:acknowledge': async ({ intakeId, packetHash }) => {
      await packets.acknowledge(intakeId, packetHash)
      return undefined
    },
    'hub:send': (request) => hub.send(request),
    'hub:send-part': async ({ requestId, intakeId, partId, path }) => {
      const body = await packets.readPart(intakeId, partId)
      return hub.send({ requestId, method: 'PUT', path, contentType: 'application/octet-stream', body })
    },
    'hub:cancel': ({ requestId }) => {
      hub.cancel(requestId)
      return undefined
    },
    'devices:snapshots': () => {
      devices.wake()
      return devices.snapshots()
    },
    'devices:invoke': async (invocation) => {
      session.demandOperator()
      const result = await devices.invoke(invocation)
      if (!result.ok) throw new ShellError(result.error)
      return valueOf(result)
    },
    'devices:cancel': ({ requestId }) => {
      devices.cancel(requestId)
      return undefined
    },
    'devices:reconnect': ({ deviceId }) => {
      if (devices.isSetAside(deviceId)) session.demandTechnician()
      else session.demandOperator()
      devices.reconnect(deviceId)
      return undefined
    },
    'devices:reports': () => {
      session.demandTechnician()
      return devices.reports()
    },
    'devices:proposals': async () => {
      session.demandTechnician()
      const found = await devices.proposals()
      return found.map((proposal) => ({
        ...proposal,
        lines: proposal.entry === null ? null : stringify([proposal.entry]),
      }))
    },
    'devices:export': async () => {
      session.demandTechnician()
      const { mode, site, terminal } = config.terminal
      const origin = { siteCode: site.code, terminalId: terminal.id, mode }
      const document = supportDocument(origin, await devices.reports(), devices.endings)
      return { saved: await saveSupportFile(document, terminal.id) }
    },
    'paper:render': (sheet) => {
      session.demandOperator()
      return paper.render(sheet)
    },
    'storage:status': () => storageStatus(profile),
  }
}
