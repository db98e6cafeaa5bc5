import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hubInfoSchema, intakeListSchema } from '#sync/api'
import type { HubPublicKey } from '#sync/packet'
import { HubProcess } from './hub-process.test-support.ts'
import { TestTerminal } from './terminal.test-support.ts'

describe('a hub that is killed', () => {
  let folder: string
  let hub: HubProcess
  let hubKey: HubPublicKey
  let terminal: TestTerminal
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'killed-hub-'))
    hub = new HubProcess(folder)
    await hub.start()
    hubKey = hubInfoSchema.parse(await (await fetch(`${hub.url}/hub`)).json()).encryptionKey
    terminal = new TestTerminal(() => hub.url)
    await terminal.enrol()
  }, 120_000)
  afterEach(async () => {
    await hub.end('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  async function restart(): Promise<void> {
    await hub.end('SIGKILL')
    await hub.start()
  }

  async function intakes(): Promise<{ state: string; cases: unknown[] }[]> {
    const token = await readFile(join(folder, 'keys', 'staff.token'), 'utf8')
    const response = await fetch(`${hub.url}/intakes`, { headers: { authorization: `Bearer ${token}` } })
    return intakeListSchema.parse(await response.json()).intakes
  }

  it('keeps each part that it has confirmed, and asks only for the others', async () => {
    const packet = await terminal.packet(hubKey)
    const [first] = packet.parts
    await terminal.client.announce(packet)
    await terminal.client.uploadPart({
      intakeId: packet.intakeId,
      partId: 'intake',
      read: async () => first?.bytes as Uint8Array,
    })
    await restart()
    expect(await terminal.client.announce(packet)).toMatchObject({
      value: { state: 'announced', missingParts: ['scan-1'] },
    })
  }, 120_000)

  it('still refuses a request that it had answered', async () => {
    terminal.moment = { nonce: 'a-nonce-that-repeats-itself' }
    expect((await terminal.client.feed(null)).ok).toBe(true)
    await restart()
    expect(await terminal.client.feed(null)).toMatchObject({ failure: { code: 'hub.replayed-request' } })
  }, 120_000)

  it('has one intake with its cases when the answer to the commit was lost and the commit is sent again', async () => {
    const packet = await terminal.packet(hubKey)
    await terminal.deliver(packet)
    const lost = terminal.client.commit(packet.intakeId, 'key')
    await hub.end('SIGKILL')
    await lost
    await hub.start()
    const again = await terminal.client.commit(packet.intakeId, 'key')
    expect(again.ok).toBe(true)
    await restart()
    expect(await terminal.client.commit(packet.intakeId, 'key')).toEqual(again)
    expect(await intakes()).toMatchObject([{ state: 'committed', cases: { length: 6 } }])
  }, 120_000)

  it('answers what is under way when it is asked to end, takes nothing new, and ends', async () => {
    const packet = await terminal.packet(hubKey)
    const [first] = packet.parts
    const bytes = first?.bytes as Uint8Array
    await terminal.client.announce(packet)
    const path = `/intakes/${packet.intakeId}/parts/intake`
    const headers = await terminal.signed({ method: 'PUT', path, body: bytes })
    const upload = request(hub.url + path, {
      method: 'PUT',
      headers: { ...headers, 'content-type': 'application/octet-stream', 'content-length': bytes.length },
    })
    upload.write(bytes.subarray(0, 100))
    await expect.poll(() => upload.socket?.bytesWritten ?? 0).toBeGreaterThan(100)
    // The hub has the request's head once it answers another request that was sent after it.
    expect((await fetch(`${hub.url}/health/ready`)).status).toBe(200)
    const ended = hub.end('SIGTERM')
    await expect
      .poll(() =>
        fetch(`${hub.url}/health/live`).then(
          () => true,
          () => false,
        ),
      )
      .toBe(false)
    const answered = once(upload, 'response') as Promise<[IncomingMessage]>
    upload.end(bytes.subarray(100))
    expect((await answered)[0].statusCode).toBe(200)
    expect(await ended).toBe(0)
    await hub.start()
    expect(await terminal.client.announce(packet)).toMatchObject({ value: { missingParts: ['scan-1'] } })
  }, 240_000)

  it('ends by itself when it is asked to', async () => {
    expect(await hub.end('SIGTERM')).toBe(0)
  }, 120_000)
})
