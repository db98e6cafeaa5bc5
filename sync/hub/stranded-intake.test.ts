import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readCatalogue } from '#sync/catalogue/disk'
import { type Database, openEmbeddedDatabase } from './database.ts'
import { PartFolder } from './durable-folder.ts'
import { type HubKeys, openHubKeys } from './hub-keys.ts'
import { createServer } from './server.ts'
import { TestTerminal } from './terminal.test-support.ts'

const staffToken = 'staff-of-the-test'

describe('no intake is left behind', () => {
  let folder: string
  let database: Database
  let keys: HubKeys
  let server: FastifyInstance
  let url: string
  let terminal: TestTerminal
  let count = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stranded-'))
    database = await openEmbeddedDatabase(join(folder, 'db'))
    keys = await openHubKeys(join(folder, 'keys'))
    const parts = new PartFolder(join(folder, 'parts'))
    const catalogue = readCatalogue()
    server = createServer({ database, parts, keys, staffToken, catalogue, demonstration: true })
    url = await server.listen({ port: 0, host: '127.0.0.1' })
  }, 120_000)
  beforeEach(async () => {
    count += 1
    terminal = new TestTerminal(url, `T0${count}`)
    await terminal.enrol()
  })
  afterAll(async () => {
    await server.close()
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('because a name was cut within a rare character, or a reader let a zero through', async () => {
    for (const name of ['欧\ud842', '欧\u0000试样', '欧𠮷']) {
      const values = { 'mother.name': { value: name, source: 'card' as const } }
      const packet = await terminal.packet(keys.publicKey, { values })
      await terminal.deliver(packet)
      expect((await terminal.client.commit(packet.intakeId, 'key')).ok, JSON.stringify(name)).toBe(true)
      const response = await fetch(`${url}/departments/health/cases`, {
        headers: { authorization: `Bearer ${staffToken}` },
      })
      const { cases } = (await response.json()) as {
        cases: { intakeId: string; values: Record<string, string> }[]
      }
      expect(cases.find((one) => one.intakeId === packet.intakeId)?.values['mother.name']).toBe(name)
    }
  })

  it('because its terminal was further along the feed than a hub that was restored from a back-up', async () => {
    expect(await terminal.client.feed('f1-500')).toMatchObject({
      ok: false,
      failure: { code: 'hub.cursor-gone', remedy: 'resync' },
    })
    expect(await terminal.client.feed(null)).toMatchObject({ ok: true, value: { events: [], more: false } })
  })

  it('because something on the way spoiled the request: even that is told as a problem', async () => {
    const raw = (text: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connect(Number(new URL(url).port), '127.0.0.1')
        let answer = ''
        socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
        socket.on('end', () => resolve(answer)).on('error', reject)
        socket.write(text)
      })
    for (const text of [
      'GET /intakes/%zz HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n',
      `GET /departments/${'a'.repeat(500)}/cases HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n`,
      `GET /health HTTP/1.1\r\nHost: hub\r\nx-long: ${'a'.repeat(20_000)}\r\n\r\n`,
      'not HTTP at all\r\n\r\n',
    ]) {
      const answer = await raw(text)
      expect(answer, text.slice(0, 40)).toMatch(/^HTTP\/1\.1 400 /)
      expect(answer.toLowerCase(), text.slice(0, 40)).toContain('content-type: application/problem+json')
      expect(answer, text.slice(0, 40)).toContain('urn:yichuang:problem:malformed-request')
    }
  })

  it('because its commit was under way when the hub was asked to stop', async () => {
    const packet = await terminal.packet(keys.publicKey)
    await terminal.deliver(packet)
    const answer = terminal.client.commit(packet.intakeId, 'key')
    const committed = "SELECT 1 FROM intakes WHERE intake_id = $1 AND state = 'committed'"
    await new Promise((resolve) => server.server.once('request', resolve))
    await server.close()
    // Answered, or never begun: not cut off between the two.
    expect((await answer).ok).toBe(true)
    expect(await database.rows(committed, [packet.intakeId])).toHaveLength(1)
  })
})
