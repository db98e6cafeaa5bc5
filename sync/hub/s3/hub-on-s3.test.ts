import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hubInfoSchema, intakeListSchema } from '#sync/api'
import { encodePacketFile } from '#sync/packet'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeBackup } from '../backup/make-backup.ts'
import { restoreBackup } from '../backup/restore-backup.ts'
import { openEmbeddedDatabase } from '../database.ts'
import { HubProcess } from '../hub-process.test-support.ts'
import { postgresMissing, TestPostgres } from '../postgres.test-support.ts'
import { type TestPacket, TestTerminal } from '../terminal.test-support.ts'
import { TestHub } from '../test-hub.test-support.ts'
import { openS3Parts } from './s3-parts.ts'
import { S3Server } from './s3-server.test-support.ts'

const limits = { deadlineMs: 2_000, retries: 0 }

let s3: S3Server
beforeAll(async () => {
  s3 = await S3Server.start()
}, 60_000)
afterAll(() => s3.end())

function upload(terminal: Pick<TestTerminal, 'client'>, packet: TestPacket, at: number) {
  const part = packet.parts[at] as TestPacket['parts'][number]
  return terminal.client.uploadPart({
    intakeId: packet.intakeId,
    partId: part.id,
    read: () => Promise.resolve(part.bytes),
  })
}

async function putPiece(terminal: Pick<TestTerminal, 'port'>, packet: TestPacket, from: number, to: number) {
  const { bytes } = packet.parts[1] as TestPacket['parts'][number]
  const { status } = await terminal.port.send({
    method: 'PUT',
    path: `/intakes/${packet.intakeId}/parts/scan-1/pieces/${String(from)}`,
    contentType: 'application/octet-stream',
    body: bytes.subarray(from, to),
  })
  return status
}

describe('a hub whose parts are in a bucket', () => {
  let hub: TestHub
  let terminal: TestTerminal
  beforeAll(async () => {
    hub = await TestHub.start(undefined, { parts: await openS3Parts(s3.place('hall/'), limits) })
    terminal = await hub.terminal()
  }, 60_000)
  afterAll(() => hub.remove())

  it('confirms no part that the bucket has not confirmed, and takes it when it comes again', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    await terminal.client.announce(packet)
    await s3.behave('PUT', '/scan-1.part', 'slow-down', 'keep-and-drop')
    for (const _ of [1, 2])
      expect(await upload(terminal, packet, 1)).toMatchObject({ ok: false, failure: { code: 'hub.busy' } })
    expect((await upload(terminal, packet, 0)).ok).toBe(true)
    expect((await upload(terminal, packet, 1)).ok).toBe(true)
    expect((await terminal.client.commit(packet.intakeId, 'key')).ok).toBe(true)
    const keys = (await s3.keys()).filter((key) => key.includes(packet.intakeId))
    expect(keys).toEqual([`hall/${packet.intakeId}/intake.part`, `hall/${packet.intakeId}/scan-1.part`])
  }, 30_000)

  it('confirms a packet that comes whole when the bucket has all of it, and leaves no row before', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    const file = encodePacketFile(packet.headerBytes, packet.signature, packet.parts)
    const send = () =>
      terminal.client.deliver({ intakeId: packet.intakeId, whole: true, read: () => Promise.resolve(file) })
    await s3.behave('PUT', '/scan-1.part', 'drop')
    expect(await send()).toMatchObject({ ok: false, failure: { code: 'hub.busy' } })
    const rows = () => hub.database.rows('SELECT 1 FROM intakes WHERE intake_id = $1', [packet.intakeId])
    expect(await rows()).toEqual([])
    expect((await send()).ok).toBe(true)
    expect(await rows()).toHaveLength(1)
    expect((await s3.keys()).filter((key) => key.includes(packet.intakeId))).toHaveLength(2)
  })

  it('asks again for what the bucket gives back otherwise than it was sent, before it confirms the intake', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    await terminal.deliver(packet)
    await s3.damage(`${packet.intakeId}/scan-1.part`)
    const refused = await terminal.client.commit(packet.intakeId, 'key')
    expect(refused).toMatchObject({ ok: false, failure: { code: 'hub.parts-missing' } })
    expect(await terminal.client.announce(packet)).toMatchObject({ value: { missingParts: ['scan-1'] } })
    await upload(terminal, packet, 1)
    expect((await terminal.client.commit(packet.intakeId, 'key')).ok).toBe(true)
  })

  it('goes on with a part where its pieces end, over a restart, and leaves none of them behind', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    const size = packet.parts[1]?.bytes.length ?? 0
    await terminal.client.announce(packet)
    expect(await putPiece(terminal, packet, 0, 1_000)).toBe(200)
    await s3.behave('PUT', '/000000001000', 'keep-and-drop')
    expect(await putPiece(terminal, packet, 1_000, 2_500)).toBe(503)
    await hub.restart()
    const path = `/intakes/${packet.intakeId}/parts/scan-1`
    const asked = await terminal.port.send({ method: 'GET', path, body: null })
    expect(JSON.parse(Buffer.from(asked.body).toString())).toEqual({ received: 1_000, size })
    expect(await putPiece(terminal, packet, 1_000, 2_000)).toBe(200)
    for (let from = 2_000; from < size; from += 1_000) {
      const to = Math.min(from + 1_000, size)
      const both = [putPiece(terminal, packet, from, to), putPiece(terminal, packet, from, to)]
      expect(await Promise.all(both)).toEqual([200, 200])
    }
    await upload(terminal, packet, 0)
    expect((await terminal.client.commit(packet.intakeId, 'key')).ok).toBe(true)
    expect((await s3.keys()).filter((key) => key.includes(packet.intakeId))).toHaveLength(2)
  }, 30_000)

  it('is backed up with its parts, and restored into another prefix, never over what is there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 's3-backup-'))
    const packet = await terminal.packet(hub.keys.publicKey)
    await terminal.deliver(packet)
    expect((await terminal.client.commit(packet.intakeId, 'key')).ok).toBe(true)
    const backup = join(folder, 'backup')
    const source = { database: hub.database, data: hub.folder, parts: hub.parts }
    expect(await makeBackup(source, backup, { withKeys: true })).toMatchObject({ damaged: [] })
    const place = (data: string) => ({
      data,
      openDatabase: (version: number) => openEmbeddedDatabase(join(data, 'db'), version),
    })
    const used = { ...place(join(folder, 'used')), parts: hub.parts }
    await expect(restoreBackup(backup, used)).rejects.toThrow('the store of the parts is not empty')
    const parts = await openS3Parts(s3.place('restored/'), limits)
    await restoreBackup(backup, { ...place(join(folder, 'data')), parts })
    for (const part of packet.parts)
      expect(Buffer.from((await parts.read(packet.intakeId, part.id)) ?? [])).toEqual(Buffer.from(part.bytes))
    await rm(folder, { recursive: true, force: true })
  }, 120_000)
})

const missing = postgresMissing()
describe.skipIf(missing !== null)(
  `two hubs on one PostgreSQL and one bucket${missing === null ? '' : `: ${missing}`}`,
  () => {
    let postgres: TestPostgres
    let data: string
    const hubs: HubProcess[] = []
    beforeAll(async () => {
      postgres = await TestPostgres.start()
      data = await mkdtemp(join(tmpdir(), 's3-hubs-'))
      const environment = { ...s3.environment('two-hubs'), DATABASE_URL: postgres.database('bucket') }
      for (const _ of [1, 2]) {
        const hub = new HubProcess(data, [], environment)
        await hub.start()
        hubs.push(hub)
      }
    }, 240_000)
    afterAll(async () => {
      for (const hub of hubs) await hub.end('SIGKILL')
      await postgres.remove()
      await rm(data, { recursive: true, force: true })
    })

    it('give the same answers, and what one has confirmed is with the other when it is killed', async () => {
      const [one, other] = hubs as [HubProcess, HubProcess]
      const info = hubInfoSchema.parse(await (await fetch(`${one.url}/hub`)).json())
      let turn = 0
      // As behind a balancer: each request goes to the other hub than the one before.
      const terminal = new TestTerminal(() => ((turn += 1) % 2 === 0 ? one : other).url)
      await terminal.enrol()
      const packet = await terminal.packet(info.encryptionKey)
      await terminal.client.announce(packet)
      await upload(terminal, packet, 0)
      expect(await putPiece(terminal, packet, 0, 2_000)).toBe(200)
      expect(await putPiece(terminal, packet, 2_000, 3_000)).toBe(200)
      await one.end('SIGKILL')
      const left = terminal.at(other)
      const size = packet.parts[1]?.bytes.length ?? 0
      expect(await putPiece(left, packet, 3_000, size)).toBe(200)
      const first = await left.client.commit(packet.intakeId, 'key')
      expect(first.ok).toBe(true)
      await one.start()
      expect(await terminal.at(one).client.commit(packet.intakeId, 'key')).toEqual(first)
      const token = await readFile(join(data, 'keys', 'staff.token'), 'utf8')
      const lists = await Promise.all(
        [one, other].map(async ({ url }) => {
          const answer = await fetch(`${url}/intakes`, { headers: { authorization: `Bearer ${token}` } })
          return intakeListSchema.parse(await answer.json())
        }),
      )
      expect(lists[0]).toEqual(lists[1])
      expect(lists[0]?.intakes).toMatchObject([{ state: 'committed', cases: { length: 6 } }])
      // What a department reads comes from the bucket: from whichever hub.
      const cases = await Promise.all(
        [one, other].map(async ({ url }) => {
          const headers = { authorization: `Bearer ${token}` }
          return (await fetch(`${url}/departments/health/cases`, { headers })).json()
        }),
      )
      expect(cases[0]).toEqual(cases[1])
      expect(cases[0]).toMatchObject({ cases: [{ values: { 'mother.name': '欧试样' } }] })
    }, 240_000)
  },
)

describe('a hub that cannot keep parts', () => {
  let folder: string
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('does not start, and says why', async () => {
    folder = await mkdtemp(join(tmpdir(), 'no-bucket-'))
    const environment = { ...s3.environment(), AWS_SECRET_ACCESS_KEY: randomUUID() }
    const hub = new HubProcess(folder, [], environment)
    await expect(hub.start()).rejects.toThrow('did not get ready')
    expect(await hub.end('SIGTERM')).toBe(2)
  }, 120_000)
})
