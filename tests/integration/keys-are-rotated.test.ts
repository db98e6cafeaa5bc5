import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type KeyCustody, openKeyCustody } from '../../electron/main/modules/key-custody.ts'
import { KeyRotation } from '../../electron/main/modules/key-rotation.ts'
import { resealRow } from '../../electron/main/modules/reseal-row.ts'
import { openIdentity } from '../../electron/main/modules/terminal-identity.ts'
import type { LocalDesk } from '../../renderer/workers/desk.ts'
import {
  afterTest,
  clerkLi,
  clerkWang,
  fillDraft,
  Machine,
  matters,
  motherName,
  until,
} from '../../renderer/workers/desk.test-support.ts'
import { HubProcess, hubSendOver, Relay } from '../../renderer/workers/hub-line.test-support.ts'
import { layDatabase } from '../support/lay-database.ts'

const noSystem = {
  isTrustworthy: () => false,
  encrypt: () => Promise.reject(new Error('there is a key file')),
  decrypt: () => Promise.reject(new Error('there is a key file')),
}

/** The main process with its real key files, and the desk over them. */
class Station {
  readonly machine: Machine
  readonly folder: string
  keys!: KeyCustody
  rotation!: KeyRotation
  forgotten: string[] = []

  private constructor(machine: Machine, folder: string) {
    this.machine = machine
    this.folder = folder
  }

  static async make(hubKey: Parameters<typeof Machine.make>[0]): Promise<Station> {
    const folder = await mkdtemp(join(tmpdir(), 'yichuang-keys-'))
    afterTest(() => rm(folder, { recursive: true, force: true }))
    return new Station(await Machine.make(hubKey), folder)
  }

  /** The program starts: keys from their files, the store with what those open. */
  async start(operator: typeof clerkWang | null = clerkWang): Promise<LocalDesk> {
    const { folder, machine } = this
    this.keys = await openKeyCustody({ custody: 'file', file: 'station.key' }, folder, folder, noSystem)
    await openIdentity(folder, this.keys)
    const { keys } = this
    this.rotation = await KeyRotation.open({ folder, keys, rules: { keepOldDays: 0 } })
    machine.shell.resealRow = (row) => resealRow(keys, row)
    machine.shell.settleKeys = async (keyId) =>
      void this.forgotten.push(...(await this.rotation.settle(keyId)))
    machine.keys = {
      keyId: keys.keyId,
      storeKey: keys.derive('store'),
      packetKey: keys.derive('packet'),
      searchKey: keys.derive('search'),
      earlier: keys.earlier.map(({ keyId, derive }) => ({
        keyId,
        storeKey: derive('store'),
        searchKey: derive('search'),
      })),
      packetKeys: this.rotation.packetKeys,
    }
    const desk = await machine.start(null)
    if (operator !== null) await this.signIn(desk, operator)
    return desk
  }

  async signIn(desk: LocalDesk, operator: typeof clerkWang): Promise<void> {
    const { keys } = this
    const purpose = `draft/${operator.id}`
    const earlierDraftKeys = keys.earlier.map(({ keyId, derive }) => ({ keyId, key: derive(purpose) }))
    await desk.beginSession({ operator, draftKey: keys.derive(purpose), keyId: keys.keyId, earlierDraftKeys })
  }
}

describe('a terminal whose keys are rotated', { timeout: 120_000 }, () => {
  it('delivers what waits, keeps every draft, and forgets the old root when nothing is left under it', async () => {
    const hub = await HubProcess.start(layDatabase)
    afterTest(() => hub.remove())
    const relay = await Relay.to(hub)
    const station = await Station.make(await hub.encryptionKey())
    const { shell } = station.machine
    const desk = await station.start()
    const old = station.keys.keyId

    // Off the line: one intake waits, and two operators have drafts with files.
    const waiting = await desk.submit(await fillDraft(desk), { matters })
    const draftId = await fillDraft(desk)
    await station.signIn(desk, clerkLi)
    const lisDraft = await fillDraft(desk)

    await station.rotation.rotate()
    station.machine.kill()
    // Killed again before the first row is written anew.
    await station.start()
    station.machine.kill()
    const next = await station.start()
    shell.hubSend = hubSendOver(shell, () => relay.url)
    await next.syncNow()
    await until(async () => (await next.syncState()).pendingIntakes === 0, 'the intake at the hub')
    await until(() => station.forgotten.includes(old), 'the old root forgotten')
    expect((await next.keyProgress()).state).toBe('current')
    const lines = (await readFile(join(station.folder, 'station.key'), 'utf8')).trim().split('\n')
    expect(lines).toHaveLength(1)

    station.machine.kill()
    const last = await station.start()
    expect(station.machine.keys.earlier).toEqual([])
    expect((await last.getIntake(waiting.intakeId))?.delivery).toBe('delivered')
    expect((await last.searchIntakes({ query: motherName, limit: 10 }))?.found).toHaveLength(1)
    const [scan] = (await last.getDraft(draftId))?.attachments ?? []
    expect((await last.readAttachment(draftId, scan?.id ?? '')).byteLength).toBe(2_000)
    await station.signIn(last, clerkLi)
    const [lisScan] = (await last.getDraft(lisDraft))?.attachments ?? []
    expect((await last.readAttachment(lisDraft, lisScan?.id ?? '')).byteLength).toBe(2_000)
  })

  it('rebuilds its database from packets of before, and from those of after', async () => {
    const station = await Station.make(undefined)
    const desk = await station.start()
    const before = await desk.submit(await fillDraft(desk), { matters })
    await station.rotation.rotate()
    station.machine.kill()
    const between = await station.start()
    const after = await between.submit(await fillDraft(between), { matters })
    await until(() => station.forgotten.length === 1, 'the old root forgotten')
    station.machine.kill()
    station.machine.loseDatabase()
    const rebuilt = await station.start()
    const ids = station.machine.report?.restored.map(({ intakeId }) => intakeId) ?? []
    expect([...ids].sort()).toEqual([before.intakeId, after.intakeId].sort())
    expect(station.machine.report?.damaged).toEqual([])
    expect((await rebuilt.getIntake(before.intakeId))?.intake.values['mother.name']?.value).toBe(motherName)
  })
})
