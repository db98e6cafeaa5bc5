import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestTerminal } from './terminal.test-support.ts'
import { TestHub } from './test-hub.test-support.ts'

describe('no intake is left behind', () => {
  let hub: TestHub
  let terminal: TestTerminal

  beforeAll(async () => {
    hub = await TestHub.start()
  }, 120_000)
  afterAll(() => hub.remove())
  beforeEach(async () => {
    terminal = await hub.terminal()
  })

  it('because a name was cut within a rare character, or a reader let a zero through', async () => {
    for (const name of ['欧\ud842', '欧\u0000试样', '欧𠮷']) {
      const values = { 'mother.name': { value: name, source: 'card' as const } }
      const packet = await terminal.packet(hub.keys.publicKey, { values })
      await terminal.deliver(packet)
      expect((await terminal.client.commit(packet.intakeId, 'key')).ok, JSON.stringify(name)).toBe(true)
      const { json } = await hub.staff('GET', '/departments/health/cases')
      const { cases } = json as {
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
        const socket = connect(Number(new URL(hub.url).port), '127.0.0.1')
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
    const packet = await terminal.packet(hub.keys.publicKey)
    await terminal.deliver(packet)
    const answer = terminal.client.commit(packet.intakeId, 'key')
    const committed = "SELECT 1 FROM intakes WHERE intake_id = $1 AND state = 'committed'"
    await new Promise((resolve) => hub.server.server.once('request', resolve))
    await hub.server.close()
    // Answered, or never begun: not cut off between the two.
    expect((await answer).ok).toBe(true)
    expect(await hub.database.rows(committed, [packet.intakeId])).toHaveLength(1)
  })
})
