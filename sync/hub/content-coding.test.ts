import { request as httpRequest } from 'node:http'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { onEachDatabase } from './each-database.test-support.ts'
import type { TestPacket, TestTerminal } from './terminal.test-support.ts'
import type { TestHub } from './test-hub.test-support.ts'

/** What a page of JSON may unpack to is 1 MiB. */
const tooMuch = 3 * 1024 * 1024

onEachDatabase('a hub that is sent packed JSON', (start) => {
  let hub: TestHub
  let terminal: TestTerminal

  beforeAll(async () => {
    hub = await start()
    terminal = await hub.terminal()
  }, 60_000)
  afterAll(() => hub.remove())

  /** Sends as it is, with what the signature is to cover. */
  async function announce(
    packet: TestPacket,
    body: Uint8Array,
    sent: { coding?: string; signedCoding?: string },
  ): Promise<{ status: number; type: string }> {
    const path = `/intakes/${packet.intakeId}`
    const signed = await terminal.signed({
      method: 'PUT',
      path,
      body,
      ...(sent.signedCoding === undefined ? {} : { contentEncoding: sent.signedCoding }),
    })
    const { 'content-encoding': _signed, ...headers } = signed
    const response = await fetch(hub.url + path, {
      method: 'PUT',
      headers: {
        ...headers,
        'content-type': 'application/json',
        ...(sent.coding === undefined ? {} : { 'content-encoding': sent.coding }),
      },
      body: new Uint8Array(body),
    })
    const { type, state } = (await response.json()) as { type?: string; state?: string }
    return { status: response.status, type: type ?? state ?? '' }
  }

  function announcement(packet: TestPacket): Buffer {
    const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
    const { headerBytes, signature, packetHash } = packet
    return Buffer.from(
      JSON.stringify({ header: base64(headerBytes), signature: base64(signature), packetHash }),
    )
  }

  it('reads it when the signature covers it', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    const packed = gzipSync(announcement(packet))
    expect(await announce(packet, packed, { coding: 'gzip', signedCoding: 'gzip' })).toEqual({
      status: 200,
      type: 'announced',
    })
  })

  it('refuses a coding that was put on, changed or taken away on the way', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    const plain = announcement(packet)
    const packed = gzipSync(plain)
    const answers = [
      await announce(packet, packed, { coding: 'gzip' }),
      await announce(packet, packed, { signedCoding: 'gzip' }),
      await announce(packet, plain, { coding: 'identity' }),
      await announce(packet, packed, { coding: 'br', signedCoding: 'gzip' }),
    ]
    expect(answers).toEqual(Array(4).fill({ status: 401, type: 'urn:yichuang:problem:not-signed' }))
  })

  it('says which coding it does not read, and what is no packed body', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    const plain = announcement(packet)
    expect(await announce(packet, plain, { coding: 'br', signedCoding: 'br' })).toEqual({
      status: 415,
      type: 'urn:yichuang:problem:coding-unknown',
    })
    expect(await announce(packet, plain, { coding: 'gzip', signedCoding: 'gzip' })).toEqual({
      status: 400,
      type: 'urn:yichuang:problem:malformed-request',
    })
  })

  it('does not unpack more than it would have taken plain', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    const bomb = gzipSync(Buffer.alloc(tooMuch, 0x20))
    expect(bomb.length).toBeLessThan(4_000)
    expect(await announce(packet, bomb, { coding: 'gzip', signedCoding: 'gzip' })).toEqual({
      status: 413,
      type: 'urn:yichuang:problem:too-large',
    })
  })

  it('packs its answers for whoever takes that, and says that it reads the same', async () => {
    const answer = await new Promise<{ headers: Record<string, unknown>; body: Buffer }>(
      (resolve, reject) => {
        const asked = httpRequest(`${hub.url}/openapi.json`, { headers: { 'accept-encoding': 'br, gzip' } })
        asked.on('error', reject)
        asked.on('response', (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }))
        })
        asked.end()
      },
    )
    expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', 'accept-encoding': 'gzip' })
    const plain = await (
      await fetch(`${hub.url}/openapi.json`, { headers: { 'accept-encoding': 'identity' } })
    ).text()
    expect(gunzipSync(answer.body).toString()).toBe(plain)
    expect(answer.body.length).toBeLessThan(plain.length / 3)
  })
})
