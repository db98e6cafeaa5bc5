import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgresMissing, TestPostgres } from './postgres.test-support.ts'
import { TestHub } from './test-hub.test-support.ts'

const missing = postgresMissing()

/** Two hubs behind a balancer: whichever is asked, the answer is the same. */
describe.skipIf(missing !== null)(
  `two hubs on one PostgreSQL${missing === null ? '' : `: ${missing}`}`,
  () => {
    let postgres: TestPostgres
    let one: TestHub
    let other: TestHub

    beforeAll(async () => {
      postgres = await TestPostgres.start()
      const address = postgres.database('shared')
      one = await TestHub.start(undefined, { postgres: address })
      other = await TestHub.start(undefined, { postgres: address, beside: one })
    }, 60_000)
    afterAll(async () => {
      await other.remove()
      await one.remove()
      await postgres.remove()
    })

    it('that start at the same moment bring the tables up once', async () => {
      const address = postgres.database('fresh')
      const hubs = await Promise.all([1, 2, 3].map(() => TestHub.start(undefined, { postgres: address })))
      const versions = await Promise.all(
        hubs.map((hub) => hub.database.rows('SELECT version FROM schema_version')),
      )
      expect(versions.map((rows) => rows.length)).toEqual([1, 1, 1])
      for (const hub of hubs) await hub.remove()
    }, 30_000)

    it('take one intake between them, and give it one number', async () => {
      const terminal = await one.terminal()
      const there = terminal.at(other)
      const packet = await terminal.packet(one.keys.publicKey)
      await terminal.client.announce(packet)
      for (const [at, part] of packet.parts.entries()) {
        const { client } = at % 2 === 0 ? terminal : there
        const sent = await client.uploadPart({
          intakeId: packet.intakeId,
          partId: part.id,
          read: async () => part.bytes,
        })
        expect(sent.ok).toBe(true)
      }
      const answers = await Promise.all(
        [terminal, there, terminal, there].map(({ client }, at) =>
          client.commit(packet.intakeId, `key-${at}`),
        ),
      )
      for (const answer of answers) expect(answer).toEqual(answers[0])
      expect(answers[0]?.ok).toBe(true)
      const cases = await one.database.rows('SELECT 1 FROM cases WHERE intake_id = $1', [packet.intakeId])
      expect(cases).toHaveLength(6)
      expect(await there.client.feed(null)).toEqual(await terminal.client.feed(null))
    })

    it('give numbers and places in the feed to many intakes at once, each its own', async () => {
      const terminal = await one.terminal()
      const there = terminal.at(other)
      const packets = await Promise.all(Array.from({ length: 12 }, () => terminal.packet(one.keys.publicKey)))
      const answers = await Promise.all(
        packets.map(async (packet, at) => {
          await terminal.deliver(packet)
          return (at % 2 === 0 ? terminal : there).client.commit(packet.intakeId, 'key')
        }),
      )
      const numbers = answers.map((answer) => (answer.ok ? answer.value.provinceNumber : answer.failure.code))
      expect(new Set(numbers).size).toBe(12)
      const feed = await there.client.feed(null)
      if (!feed.ok) throw new Error(feed.failure.code)
      expect(feed.value.events).toHaveLength(12)
    })

    it('keep what they have confirmed when the database crashes, and go on by themselves', async () => {
      const terminal = await one.terminal()
      const packet = await terminal.packet(one.keys.publicKey)
      await terminal.deliver(packet)
      const before = await terminal.client.commit(packet.intakeId, 'key')
      expect(before.ok).toBe(true)
      await postgres.crash()
      const there = terminal.at(other)
      await expect
        .poll(() => there.client.commit(packet.intakeId, 'key'), { timeout: 15_000 })
        .toEqual(before)
    }, 30_000)

    it('refuse a request that the other has already had', async () => {
      const terminal = await one.terminal()
      const replay = await terminal.signed({ method: 'GET', path: '/feed', body: null })
      expect((await fetch(one.url + '/feed', { headers: replay })).status).toBe(200)
      const again = await fetch(other.url + '/feed', { headers: replay })
      expect(again.status).toBe(401)
      expect(((await again.json()) as { type: string }).type).toContain('replayed-request')
    })
  },
)
