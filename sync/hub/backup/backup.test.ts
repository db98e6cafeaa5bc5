import { existsSync } from 'node:fs'
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Holding } from '#sync/api'
import { type Database, openEmbeddedDatabase } from '../database.ts'
import { PartFolder } from '../durable-folder.ts'
import { openPostgresDatabase } from '../postgres.ts'
import { postgresMissing, TestPostgres } from '../postgres.test-support.ts'
import type { TestPacket, TestTerminal } from '../terminal.test-support.ts'
import { TestHub } from '../test-hub.test-support.ts'
import { makeBackup } from './make-backup.ts'
import { demandFinished, restoreBackup } from './restore-backup.ts'

/** What a terminal notes of an intake that was confirmed to it. */
interface Delivered {
  readonly packet: TestPacket
  readonly holding: Holding
  readonly caseIds: readonly string[]
}

async function deliver(terminal: TestTerminal, hub: TestHub, packet?: TestPacket): Promise<Delivered> {
  const { client } = terminal.at(hub)
  const sent = packet ?? (await terminal.packet(hub.keys.publicKey))
  const { intakeId, packetHash } = sent
  await client.announce(sent)
  for (const part of sent.parts)
    await client.uploadPart({ intakeId, partId: part.id, read: async () => part.bytes })
  const answer = await client.commit(intakeId, 'key')
  if (!answer.ok) throw new Error(answer.failure.code)
  const { provinceNumber, cases } = answer.value
  const holding = { intakeId, packetHash, provinceNumber, withdrawalId: null, pickUpIds: [], paid: false }
  return { packet: sent, holding, caseIds: cases.map(({ caseId }) => caseId) }
}

/** All rows, in the words of the database, without what a restoration changes by intent. */
async function contents(database: Database): Promise<Record<string, unknown>> {
  const tables = await database.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`,
  )
  const left = new Set(['hub_epochs', 'counters', 'request_nonces', 'draft_transfers'])
  const rows = tables
    .filter(({ name }) => !left.has(name))
    .map(async ({ name }) => {
      const lines = await database.rows<{ line: string }>(
        `SELECT row_to_json(t)::text AS line FROM ${name} t`,
      )
      return [name, lines.map(({ line }) => line).sort()] as const
    })
  return Object.fromEntries(await Promise.all(rows))
}

/** @param all whether every test runs: opening the embedded database takes its time */
function restoration(
  name: string,
  opener: () => { start(): Promise<{ postgres?: string }> },
  all: boolean,
): void {
  describe(`a hub that is restored, on ${name}`, { timeout: 120_000 }, () => {
    let hub: TestHub
    let restored: TestHub | null
    let terminal: TestTerminal
    let backup: string
    let folders: string[]
    beforeEach(async () => {
      hub = await TestHub.start(undefined, await opener().start())
      terminal = await hub.terminal()
      const folder = await mkdtemp(join(tmpdir(), 'backup-'))
      folders = [folder]
      backup = join(folder, 'backup')
      restored = null
    }, 60_000)
    afterEach(async () => {
      await restored?.remove()
      await hub.remove()
      for (const folder of folders) await rm(folder, { recursive: true, force: true })
    })

    const backUp = () =>
      makeBackup({ database: hub.database, data: hub.folder, parts: hub.parts }, backup, { withKeys: true })

    /** The hub is destroyed, and another stands where it was. */
    async function restore(): Promise<TestHub> {
      const data = await mkdtemp(join(tmpdir(), 'restored-'))
      folders.push(data)
      const { postgres } = await opener().start()
      await restoreBackup(backup, {
        data,
        parts: new PartFolder(join(data, 'parts')),
        openDatabase: (version) =>
          postgres === undefined
            ? openEmbeddedDatabase(join(data, 'db'), version)
            : openPostgresDatabase(postgres, version),
      })
      restored = await TestHub.start(undefined, {
        folder: data,
        ...(postgres === undefined ? {} : { postgres }),
      })
      return restored
    }

    it('has every row and every part, and opens them', async () => {
      const { packet, caseIds } = await deliver(terminal, hub)
      const supplement = await hub.staff('POST', `/cases/${caseIds[0]}/supplement-requests`, {
        items: [{ materialId: null, text: '请补交' }],
      })
      expect(supplement.status).toBe(200)
      const before = await contents(hub.database)
      expect(await backUp()).toMatchObject({ parts: 2, damaged: [], withKeys: true })
      const after = await restore()
      expect(await contents(after.database)).toEqual(before)
      expect(after.keys.publicKey).toEqual(hub.keys.publicKey)
      for (const part of packet.parts)
        expect(await readFile(join(after.folder, 'parts', packet.intakeId, `${part.id}.part`))).toEqual(
          Buffer.from(part.bytes),
        )
      const { json } = await after.staff('GET', '/departments/health/cases')
      expect(json).toMatchObject({ cases: [{ intakeId: packet.intakeId, status: 'supplementing' }] })
    })

    it('gives its lost intakes back their numbers, takes each once, and gives no number twice', async () => {
      const first = await deliver(terminal, hub)
      await backUp()
      const second = await deliver(terminal, hub)
      const withdrawn = await terminal.client.withdraw(first.packet.intakeId, {
        withdrawalId: '0199a000-0000-4000-8000-000000000001',
        reason: 'other',
        operatorId: '1001',
        at: new Date().toISOString(),
      })
      expect(withdrawn.ok).toBe(true)
      const feed = await terminal.client.feed(null)
      if (!feed.ok) throw new Error(feed.failure.code)
      const after = await restore()
      const { client } = terminal.at(after)

      // The old place in the feed is none of this hub any more.
      expect(await client.feed(feed.value.cursor)).toMatchObject({ failure: { code: 'hub.cursor-gone' } })
      const fromStart = await client.feed(null)
      if (!fromStart.ok) throw new Error(fromStart.failure.code)
      expect(fromStart.value.epoch).not.toBe(feed.value.epoch)
      expect(fromStart.value.events).toHaveLength(1)

      const holdings = [
        { ...first.holding, withdrawalId: '0199a000-0000-4000-8000-000000000001' },
        second.holding,
      ]
      expect(await client.compareHoldings(holdings)).toEqual({
        ok: true,
        value: {
          missing: [
            { intakeId: first.packet.intakeId, intake: false, withdrawal: true, pickUpIds: [] },
            { intakeId: second.packet.intakeId, intake: true, withdrawal: false, pickUpIds: [] },
          ],
        },
      })
      // Another intake is taken in before the lost one comes back.
      const third = await deliver(terminal, after)
      const again = await deliver(terminal, after, second.packet)
      expect(again.holding).toEqual(second.holding)
      expect(again.caseIds).toEqual(second.caseIds)
      expect(await deliver(terminal, after, second.packet)).toEqual(again)
      const numbers = [first, second, third].map(({ holding }) => holding.provinceNumber)
      expect(new Set(numbers).size).toBe(3)
      const { json } = await after.staff('GET', '/intakes')
      expect((json as { intakes: unknown[] }).intakes).toHaveLength(3)
      expect(await client.compareHoldings([second.holding])).toMatchObject({ value: { missing: [] } })

      // What is told now stands behind all that was told before.
      const now = await client.feed(fromStart.value.cursor)
      if (!now.ok) throw new Error(now.failure.code)
      const highest = Math.max(...feed.value.events.map(({ position }) => position))
      for (const { position } of now.value.events) expect(position).toBeGreaterThan(highest)
    })

    it.runIf(all)('takes no number from a terminal that it cannot have lost', async () => {
      const first = await deliver(terminal, hub)
      await backUp()
      const after = await restore()
      const { client } = terminal.at(after)
      const other = await terminal.packet(after.keys.publicKey)
      const claim = async (provinceNumber: string): Promise<string> => {
        const { intakeId, packetHash } = other
        await client.compareHoldings([{ ...first.holding, intakeId, packetHash, provinceNumber }])
        const rows = await after.database.rows<{ province_number: string }>(
          'SELECT province_number FROM former_numbers',
        )
        return rows.map((row) => row.province_number).join()
      }
      expect(await claim(first.holding.provinceNumber ?? '')).toBe('')
      expect(await claim('430102202611289999999')).toBe('')
      expect(await claim('430999202611280000002')).toBe('')
      expect(await claim('430102202611280000002')).toBe('430102202611280000002')
    })

    it.runIf(all)('does not revive what can be used once', async () => {
      const replay = await terminal.signed({ method: 'GET', path: '/feed', body: null })
      const { json } = await hub.staff('POST', '/demonstration/codes', { idNumber: '430102199003074427' })
      const { code } = json as { code: string }
      const transfer = await terminal.port.send({
        method: 'PUT',
        path: `/draft-transfers/${'a'.repeat(32)}`,
        contentType: 'application/octet-stream',
        body: new Uint8Array(100),
      })
      const [waiting] = await hub.database.rows<{ transfer_id: string; state: string }>(
        'SELECT transfer_id, state FROM draft_transfers',
      )
      expect([transfer.status, waiting?.state]).toEqual([200, 'waiting'])
      await backUp()
      // All of it is used after the back-up, and so the restored hub knows nothing of it.
      expect((await fetch(`${hub.url}/feed`, { headers: replay })).status).toBe(200)
      await untilNextSecond()
      const after = await restore()
      expect(await readdir(join(after.folder, 'parts')).catch(() => [])).toEqual([])
      const again = await fetch(`${after.url}/feed`, { headers: replay })
      expect(((await again.json()) as { type: string }).type).toContain('clock-skew')
      const query = await terminal.at(after).client.queryLicences({
        queryId: '0199a000-0000-4000-8000-000000000009',
        themeId: 'birth',
        subject: 'mother',
        elements: [],
        materials: [],
        holder: { by: 'code', code },
        consent: { operatorId: '1001', at: new Date().toISOString(), words: '同意调取电子证照' },
      })
      expect(query).toMatchObject({ failure: { code: 'hub.code-expired' } })
      const [over] = await after.database.rows<{ state: string }>('SELECT state FROM draft_transfers')
      expect(over?.state).toBe('expired')
    })
  })
}

/** An epoch begins with a whole second: what was signed within it is of it. */
async function untilNextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / 1000)
  while (Math.floor(Date.now() / 1000) === second) await new Promise((resolve) => setTimeout(resolve, 20))
}

restoration('PGlite', () => ({ start: async () => ({}) }), postgresMissing() !== null)

const missing = postgresMissing()
describe.skipIf(missing !== null)(missing ?? 'with a server', () => {
  let server: TestPostgres
  let databases = 0
  beforeAll(async () => {
    server = await TestPostgres.start()
  }, 60_000)
  afterAll(() => server.remove())
  restoration(
    'PostgreSQL',
    () => ({ start: async () => ({ postgres: server.database(`backup${String((databases += 1))}`) }) }),
    true,
  )
})

describe('a back-up', { timeout: 60_000 }, () => {
  let hub: TestHub
  let folder: string
  let backup: string
  beforeAll(async () => {
    hub = await TestHub.start()
  }, 60_000)
  afterAll(() => hub.remove())
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backup-'))
    backup = join(folder, 'backup')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const source = () => ({ database: hub.database, data: hub.folder, parts: hub.parts })
  const target = (data: string) => ({
    data,
    parts: new PartFolder(join(data, 'parts')),
    openDatabase: (version: number) => openEmbeddedDatabase(join(data, 'db'), version),
  })

  it('goes into a folder of its own, and says which parts were lost at the hub before', async () => {
    const { packet } = await deliver(await hub.terminal(), hub)
    await rm(join(hub.folder, 'parts', packet.intakeId, 'scan-1.part'))
    const manifest = await makeBackup(source(), backup, { withKeys: false })
    expect(manifest.damaged).toContainEqual({ intakeId: packet.intakeId, partId: 'scan-1' })
    expect(existsSync(join(backup, 'keys'))).toBe(false)
    await expect(makeBackup(source(), backup, { withKeys: false })).rejects.toThrow('not empty')
    await expect(restoreBackup(backup, target(join(folder, 'new')))).rejects.toThrow('without keys')
  })

  it.each(['database.ndjson', 'parts.ndjson', 'a part', 'the manifest'])(
    'that is damaged is refused whole, and nothing is changed: %s',
    async (which) => {
      const { packet } = await deliver(await hub.terminal(), hub)
      await makeBackup(source(), backup, { withKeys: true })
      const part = join(backup, 'parts', packet.intakeId, 'intake.part')
      if (which === 'a part') await writeFile(part, 'something else')
      else if (which === 'the manifest') await rm(join(backup, 'manifest.json'))
      else await appendFile(join(backup, which), ' ')
      const data = join(folder, 'new')
      await expect(restoreBackup(backup, target(data))).rejects.toThrow(/damaged|no back-up/)
      expect(existsSync(data)).toBe(false)
    },
  )

  it('is not put over a hub, and a half restored one does not start', async () => {
    await makeBackup(source(), backup, { withKeys: true })
    await expect(restoreBackup(backup, target(hub.folder))).rejects.toThrow('not empty')
    const data = join(folder, 'new')
    const broken = { ...target(data), openDatabase: () => Promise.reject(new Error('no disk')) }
    await expect(restoreBackup(backup, broken)).rejects.toThrow('no disk')
    expect(() => demandFinished(data)).toThrow('not finished')
  })
})
